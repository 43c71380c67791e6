// A missing address: the page in the reader's language, why a page was removed, and the nearest one there is.
// Without this script the page lists all of it, in every language.

const sections = [...document.querySelectorAll(".missing")];
const here = document.documentElement.lang;

// The page of another language sends its readers here; the address they asked for goes back to the bar.
if (location.pathname.endsWith("/404.html") && location.hash) {
  try {
    history.replaceState(null, "", new URL(decodeURIComponent(location.hash.slice(1)), location.origin));
  } catch {
    // An address of another host is not shown as this one's.
  }
}

// The language whose folder the address is in; the source language's holds all the others.
const own = sections
  .filter(({ dataset }) => location.pathname.startsWith(dataset.home))
  .reduce((best, section) => (section.dataset.home.length > best.dataset.home.length ? section : best), sections[0]);

// Letters to change, add or drop between two addresses.
const distance = (from, to) => {
  let row = [...to].map((_, index) => index + 1);
  [...from].forEach((letter, line) => {
    let corner = line;
    let left = line + 1;
    row = row.map((above, column) => {
      left = Math.min(left + 1, above + 1, corner + (letter !== to[column]));
      corner = above;
      return left;
    });
  });
  return row.at(-1) ?? from.length;
};

// What was meant: an address written otherwise, an id that was taken for a page, or the nearest page.
const nearest = (path, { present, past }) => {
  const addresses = Object.keys(present);
  const lead = (address) => past[address]?.to ?? (address in present ? address : null);
  const plain = `/${path.toLowerCase()}/`.replace(/index\.html?\/$|\.(?:html?|md)(?=\/$)/, "").replace(/\/{2,}/g, "/");
  const name = plain.split("/").at(-2);
  const [, parent] = plain.match(/^(.*\/)[^/]+\/$/) ?? [];
  const exact = [plain + location.hash, plain, parent && `${parent}#${name}`].map((address) => address && lead(address)).find(Boolean);
  if (exact) return exact;
  const id = addresses.find((address) => name && address.endsWith(`/#${name}`)) ?? Object.keys(past).find((address) => name && address.endsWith(`/#${name}`));
  if (id) return lead(id);
  const pages = [...addresses, ...Object.keys(past)].filter((address) => !address.includes("#"));
  const [best, far] = pages.map((page) => [page, distance(plain, page)]).sort((a, b) => a[1] - b[1])[0] ?? [null, Infinity];
  return far <= Math.max(2, plain.length / 2) ? lead(best) : "/";
};

const suggest = async (section) => {
  const { dataset } = section;
  const path = decodeURIComponent(location.pathname).slice(dataset.home.length);
  const removed = [...section.querySelectorAll("[data-address]")];
  const gone = removed.find((item) => item.dataset.address === `/${path.replace(/\/*$/, "/")}`);
  for (const item of removed) item.hidden = item !== gone;
  const about = section.querySelector("[data-removed]");
  if (about) about.hidden = !gone;
  if (gone) return;
  const answer = await fetch(dataset.list);
  if (!answer.ok) return;
  const to = nearest(path, await answer.json());
  const near = section.querySelector("[data-near]");
  const link = near.querySelector("a");
  const [page, id] = to.split("#");
  link.href = dataset.home + to.slice(1);
  const title = [...section.querySelectorAll(".pages a")].find(({ pathname }) => pathname === dataset.home + page.slice(1));
  link.textContent = [title?.textContent, id && `#${id}`].filter(Boolean).join(" ") || link.href;
  near.hidden = false;
};

if (own && own.lang !== here) {
  location.replace(`${own.dataset.home}404.html#${encodeURIComponent(location.pathname + location.search + location.hash)}`);
} else if (own) {
  for (const section of sections) section.hidden = section !== own;
  suggest(own);
}
