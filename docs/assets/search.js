// Search: a dialog over Pagefind's index of the page's language. Nothing of it is loaded before it is asked for.

import { beside, look } from "./dialogs.js";

const FOLDER = new URL("../pagefind/", import.meta.url);
// The language of the page's frame: a page that is not translated yet stands in another one.
const page = document.documentElement;
const LANGUAGE = page.dataset.interface ?? page.lang;
// How many results of each group come first, in this order; the rest follows behind "more".
const FIRST = { page: 3, entry: 5, source: 2 };
const AT_ONCE = 10;
const SECTIONS = 3; // Sections shown of one page.
const PAUSE = 120; // Milliseconds without typing before a search.

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// What macros/search.py hid from the index, back to what the page shows.
const shown = (text) =>
  text
    .replace(/[\u{e0041}-\u{e007a}]/gu, (letter) => String.fromCodePoint(letter.codePointAt(0) - 0xe0000))
    .replace(/\u2061/g, "\u202f")
    .replace(/\u2060(\d)/g, (_, digit) => String.fromCharCode(0x2080 + Number(digit)));

// Pagefind answers a word that it does not know with one that begins like it, be it by one letter:
// an answer counts when it shares the first half of a word that was asked for.
const letters = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, "");
const answers = (question, { excerpt }) => {
  const found = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => letters(word));
  return letters(question)
    .split(/\s+/)
    .some((word) => found.some((other) => other.startsWith(word.slice(0, Math.ceil(word.length / 2)))));
};

// The question as the index holds it: without elided words, and with its thousands joined.
const asked = (text, elisions) =>
  text
    .normalize("NFKC")
    .replace(elisions, "")
    .replace(/(\d)[\s,.'’](?=\d{3}(?!\d))/g, "$1")
    .trim();

let box = null;

const load = async () => {
  const [words, pagefind] = await Promise.all([
    fetch(new URL(`words.${LANGUAGE}.json`, FOLDER)).then((answer) => answer.json()),
    import(new URL("pagefind.js", FOLDER)),
    look,
  ]);
  await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { url: 0, kind: 0 } } });
  // Pagefind reads its language off the page, in this very call.
  const { lang } = page;
  page.lang = LANGUAGE;
  pagefind.init();
  page.lang = lang;
  return [words, pagefind];
};

const result = ({ meta, excerpt, sub_results: parts }, kinds) => {
  const address = new URL(`..${meta.url}`, FOLDER).href;
  const title = make("a", { href: address, class: "result" }, shown(meta.title ?? ""));
  const item = make("li", {}, title);
  if (kinds[meta.kind]) item.append(" ", make("span", { class: "result-kind" }, kinds[meta.kind]));
  const sections = parts.filter((part) => part.anchor?.id && part.anchor.element !== "h1").slice(0, SECTIONS);
  if (!sections.length) item.append(quote(excerpt));
  else {
    const entry = ({ anchor, title, excerpt }) =>
      make("li", {}, make("a", { href: `${address}#${anchor.id}` }, shown(title)), quote(excerpt));
    item.append(make("ul", {}, ...sections.map(entry)));
  }
  return item;
};

const quote = (excerpt) => {
  const paragraph = make("p", { class: "excerpt" });
  paragraph.innerHTML = shown(excerpt); // Escaped by Pagefind, but for its own <mark>.
  return paragraph;
};

const build = ([words, pagefind]) => {
  const field = make("input", {
    type: "search", "aria-label": words.title, placeholder: words.hint, autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
  });
  const close = make("button", { type: "button", class: "close", "aria-label": words.close, title: words.close }, "×");
  const form = make("form", { role: "search" }, field, close);
  const status = make("p", { class: "search-count", role: "status" });
  const list = make("ol", { class: "results" });
  const more = make("button", { type: "button", class: "more", hidden: "" }, words.more);
  const dialog = make("dialog", { class: "search", "aria-label": words.title }, form, status, list, more);
  document.body.append(dialog);

  const elisions = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.elisions.join("|") || "(?!)"})['’]`, "giu");
  let found = [];
  let turn = 0;
  let timer = 0;

  const add = async (count) => {
    const mine = turn;
    const from = list.childElementCount;
    const pages = await Promise.all(found.slice(from, from + count).map((item) => item.data()));
    if (mine !== turn) return;
    list.append(...pages.map((page) => result(page, words.kinds)));
    more.hidden = list.childElementCount >= found.length;
    return list.children[from];
  };

  const search = async () => {
    const mine = ++turn;
    const question = asked(field.value, elisions);
    const groups = await Promise.all(
      Object.entries(FIRST).map(async ([group, first]) => {
        const answer = question && (await pagefind.search(question, { filters: { group } }));
        const results = (answer?.results ?? []).filter((item) => item.words.length);
        if (!results.length || !answers(question, await results[0].data())) return [[], []];
        return [results.slice(0, first), results.slice(first)];
      }),
    );
    if (mine !== turn) return;
    found = [...groups.flatMap(([first]) => first), ...groups.flatMap(([, rest]) => rest)];
    list.replaceChildren();
    await add(AT_ONCE);
    if (mine !== turn) return;
    status.textContent = !question ? "" : found.length ? words.count.replace("{count}", found.length) : words.none;
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await search();
    list.querySelector("a")?.click();
  });
  more.addEventListener("click", async () => (await add(AT_ONCE))?.querySelector("a").focus());
  close.addEventListener("click", () => dialog.close());

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation(); // Else the page, which sees no dialog any more, closes its menu too.
      dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [field, ...list.querySelectorAll("a")];
    stops[Math.max(0, Math.min(stops.indexOf(document.activeElement) + step, stops.length - 1))].focus();
  });
  let pressed = false;
  dialog.addEventListener("pointerdown", (event) => (pressed = beside(dialog, event)));
  dialog.addEventListener("click", (event) => pressed && beside(dialog, event) && dialog.close());
  dialog.addEventListener("click", (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.target.closest("a") && !elsewhere) dialog.close();
  });
  return { dialog, field };
};

/** Open the dialog, which is made on the first call; `ahead` tells what was typed before it was there. */
export const open = async (ahead) => {
  box ??= load().then(build);
  const { dialog, field } = await box.catch((error) => {
    box = null;
    throw error;
  });
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
  if (!ahead()) return;
  field.value = ahead();
  field.dispatchEvent(new Event("input"));
};
