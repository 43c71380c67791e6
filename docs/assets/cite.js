// Citations: a dialog with a passage's reference in the formats that people and programs want.
// Nothing of it is loaded before it is asked for. What is cited is written by macros/citations.py.

import { beside, look } from "./dialogs.js";

const page = document.documentElement;
const one = (selector) => document.querySelector(selector);
const phrases = JSON.parse(one("#phrases").textContent);
// The language of the page's frame: a page that is not translated yet stands in another one.
const LANGUAGE = page.dataset.interface ?? page.lang;
const ROOT = new URL("..", import.meta.url).href;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// --- The formats --------------------------------------------------------------------------------

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SIGNS = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const escaped = (text) => text.replace(/[\\{}%&#$_~^]/g, (sign) => SIGNS[sign] ?? `\\${sign}`).replace(/[\u00a0\u202f]/g, "~");
const iso = (parts) => parts.map((part) => String(part).padStart(2, "0")).join("-");

const bibtex = (item) => {
  const [year, month] = item.issued?.["date-parts"][0] ?? [];
  const fields = {
    author: `{${escaped(item.author[0].literal)}}`,
    title: `{${escaped(item.title)}}`,
    howpublished: escaped(item["container-title"]),
    year,
    month: MONTHS[month - 1],
    version: escaped(item.version ?? ""),
    note: escaped(item.note ?? ""),
    language: item.language,
    url: item.URL,
    urldate: iso(item.accessed["date-parts"][0]),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`},`);
  return [`@misc{${item.id},`, ...lines, "}"].join("\n");
};

const plain = (item) => {
  const [year, month, day] = item.accessed["date-parts"][0];
  const date = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long" }).format(new Date(year, month - 1, day));
  const parts = { author: item.author[0].literal, title: item.title, site: item["container-title"], note: item.note ?? "", url: item.URL, date };
  return phrases.citeText.replace(/\{(\w+)\}/g, (_, name) => parts[name]).replace(/  +/g, " ");
};

const csl = (item) => {
  const lines = Object.entries(item).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `[{\n${lines.join(",\n")}\n}]`;
};

const FORMATS = {
  [phrases.citePlain]: plain,
  BibTeX: bibtex,
  "CSL-JSON": csl,
};

// --- What is cited ------------------------------------------------------------------------------

let items = null;
const load = async () => {
  const answer = await fetch(new URL(`data/citations.${LANGUAGE}.json`, ROOT));
  return answer.json();
};

// The page that is being read knows its own address; that of another ends as its link does, below any host.
const bare = (address) => address.split(/[?#]/)[0];
const find = (address) => {
  const own = bare(address) === bare(location.href) ? one("link[rel=canonical]")?.href : null;
  const end = `/${bare(address).slice(ROOT.length)}`;
  const fits = items.filter(({ URL: url }) => !url.includes("#") && (own ? url === own : url.endsWith(end)));
  return fits.sort((one, other) => one.URL.length - other.URL.length)[0];
};

/** Return what is cited at an address: a figure or a source, else a section of its page, else the page. */
const cited = (address, title) => {
  const now = new Date();
  const accessed = { "date-parts": [[now.getFullYear(), now.getMonth() + 1, now.getDate()]] };
  const key = address.split("#")[1];
  const end = `/${bare(address).slice(ROOT.length)}#${key}`;
  const entry = items.find(({ URL: url }) => url.endsWith(end));
  if (entry) return { ...entry, accessed };
  const whole = find(address);
  if (!key || !title) return { ...whole, accessed };
  return { ...whole, id: `${whole.id}-${key}`, title: `${title} · ${whole.title}`, URL: `${whole.URL}#${key}`, accessed };
};

// --- The dialog ---------------------------------------------------------------------------------

const build = () => {
  const close = make("button", { type: "button", class: "close", "aria-label": phrases.close, title: phrases.close }, "×");
  const choices = Object.keys(FORMATS).map((name) => {
    const choice = make("input", { type: "radio", name: "format", value: name });
    return make("label", {}, choice, name);
  });
  const formats = make("fieldset", {}, make("legend", { class: "quiet" }, phrases.citeFormat), ...choices);
  const text = make("textarea", { readonly: "", rows: "9", spellcheck: "false", "aria-labelledby": "cite-title" });
  const copier = make("button", { type: "button", class: "more" }, phrases.citeCopy);
  const status = make("p", { class: "search-count", role: "status" });
  const title = make("h2", { id: "cite-title" }, phrases.citeTitle);
  const dialog = make("dialog", { class: "search cite", "aria-labelledby": "cite-title" }, close, title, formats, text, copier, status);
  document.body.append(dialog);

  let item = null;
  const show = () => {
    text.value = FORMATS[formats.querySelector(":checked").value](item);
    status.textContent = "";
  };
  formats.addEventListener("change", show);
  text.addEventListener("focus", () => text.select());
  close.addEventListener("click", () => dialog.close());
  let pressed = false;
  dialog.addEventListener("pointerdown", (event) => (pressed = beside(dialog, event)));
  dialog.addEventListener("click", (event) => pressed && beside(dialog, event) && dialog.close());
  copier.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = phrases.citeCopied;
    } catch {
      text.focus(); // All of it is selected then, for the reader to copy.
    }
  });
  return (wanted) => {
    item = wanted;
    const first = formats.querySelector("input");
    first.checked = true;
    show();
    dialog.showModal();
    first.focus();
  };
};

let fill = null;

/** Open the dialog for what stands at an address of the site, under a title. */
export const open = async (address, title) => {
  items ??= await load();
  await look;
  fill ??= build();
  fill(cited(address, title));
};
