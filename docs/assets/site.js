// The site's one script. Every page is whole without it: numbers are links, navigation is HTML.
// Words come from the page (#phrases, data attributes), so that no language is written here.

const page = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const phrases = JSON.parse(one("#phrases")?.textContent ?? "{}");
// The id in the address, as it is written; one that is not well formed names nothing.
const fragment = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};
const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

// The browser shows what there is and hears the reader before the script goes on.
const breath = () => new Promise((go) => setTimeout(go));

// What is said to those who do not see the change.
const voice = make("p", { class: "voice", role: "status" });
document.body.append(voice);
const say = (words) => {
  voice.textContent = "";
  setTimeout(() => (voice.textContent = words), 50);
};

const copy = async (address) => {
  try {
    await navigator.clipboard.writeText(address);
    say(phrases.copied);
    return true;
  } catch {
    // Where the browser has no such clipboard, as on plain HTTP, the old command still copies.
    const field = make("textarea", { class: "quiet", "aria-hidden": "true" });
    const focused = document.activeElement;
    (focused.closest("dialog, .card") ?? document.body).append(field);
    field.value = address;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused.focus({ preventScroll: true });
    if (done) say(phrases.copied);
    return done;
  }
};

// --- Cards: the note of a figure, claim or term, opened beside it ---------------------------------

const OPENS_AFTER = 150;
const CLOSES_AFTER = 300;
const GAP = 6;

const keyOf = ({ dataset }) => dataset.figure || dataset.claim || (dataset.term && `term-${dataset.term}`);
const notes = new Map(all(".notes [data-note]").map((note) => [note.dataset.note, note]));
const noteOf = (door) => notes.get(keyOf(door));
const DOORS = "a[data-figure],a[data-claim],a[data-term]";

const card = make("div", { class: "card", id: "card", role: "dialog", popover: "manual", tabindex: "-1", "aria-labelledby": "card-label" });
const button = (name, glyph) => {
  const element = make("button", { type: "button", class: name, "aria-label": phrases[name], title: phrases[name] });
  element.append(glyph);
  return element;
};
const back = button("back", "←");
const close = button("close", "×");
const body = make("div", { class: "card-body" });
const link = make("a", { class: "card-all" });
const copier = make("button", { type: "button", class: "card-copy" }, phrases.copy ?? "");
// What cites a passage: `about` tells its address and its title when it is asked for.
const citer = (about) => {
  const element = make("button", { type: "button", class: "cite-open" }, phrases.cite ?? "");
  element.addEventListener("click", async () => (await import("./cite.js")).open(...about()));
  return element;
};
card.append(close, back, body, make("p", { class: "card-actions" }, link, copier, citer(() => [link.href, one(".label", body)?.textContent])));

let door = null; // The number whose card is open.
let trail = []; // The doors that were gone through inside the card.
let pinned = false; // Opened by a click or by Enter: the pointer may leave it.
let quiet = null; // The door that gets the focus back without opening again.
let timer = 0;

const later = (action, delay) => {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
};

const fill = (from) => {
  const note = noteOf(from);
  const { figure, claim } = from.dataset;
  body.replaceChildren(...[...note.cloneNode(true).childNodes]);
  one(".label", body)?.setAttribute("id", "card-label");
  for (const inner of all(DOORS, body)) if (noteOf(inner) && keyOf(inner) !== keyOf(from)) inner.setAttribute("aria-haspopup", "dialog");
  link.href = from.href;
  link.textContent = figure ? phrases.all : claim ? phrases.claim : phrases.term;
  copier.textContent = phrases.copy;
  back.hidden = !trail.length;
};

// Beside the number and inside the window; the style sheet makes it a sheet on a narrow screen.
const place = () => {
  card.style.left = card.style.top = card.style.maxBlockSize = "";
  const lines = [...door.getClientRects()];
  const at = lines[0] ?? door.getBoundingClientRect();
  const end = lines.at(-1) ?? at;
  const { offsetWidth: width } = card;
  if (getComputedStyle(card).position === "fixed") return;
  // Where there is room, else on the roomier side and no longer than it: the card scrolls.
  const under = innerHeight - end.bottom - 2 * GAP;
  const over = at.top - 2 * GAP;
  const below = card.offsetHeight <= under || under >= over;
  if (card.offsetHeight > Math.max(under, over)) card.style.maxBlockSize = `${Math.max(under, over, 96)}px`;
  const height = card.offsetHeight;
  const left = Math.max(GAP, Math.min(below ? end.left : at.left, page.clientWidth - width - GAP));
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? end.bottom + GAP : at.top - GAP - height) + scrollY}px`;
};

// A number that its own sheet would cover moves up, once: a reader who then scrolls is left alone.
const reveal = () => {
  if (getComputedStyle(card).position !== "fixed") return;
  const end = [...door.getClientRects()].at(-1) ?? door.getBoundingClientRect();
  scrollBy(0, Math.max(0, end.bottom + GAP - (innerHeight - card.offsetHeight)));
};

// Until the reader enters the card, its links are not in the way of the tab key.
const enterable = (yes) => {
  for (const element of all("a,button", card)) yes ? element.removeAttribute("tabindex") : (element.tabIndex = -1);
};

const open = (from, { pin = false, enter = false } = {}) => {
  clearTimeout(timer);
  if (door !== from) {
    shut();
    door = from;
    trail = [];
    fill(door);
    door.after(card);
    card.showPopover();
    door.setAttribute("aria-expanded", "true");
    door.setAttribute("aria-controls", card.id);
    card.scrollTop = 0;
    place();
    reveal();
    enterable(false);
  }
  pinned ||= pin;
  if (pin) enterable(true);
  if (enter) card.focus({ preventScroll: true });
};

const shut = ({ refocus = false } = {}) => {
  clearTimeout(timer);
  if (!door) return;
  const left = door;
  const inside = card.contains(document.activeElement);
  door = null;
  pinned = false;
  left.setAttribute("aria-expanded", "false");
  left.removeAttribute("aria-controls");
  if (refocus && inside) {
    quiet = left;
    left.focus();
    quiet = null;
  }
  card.hidePopover();
  card.remove();
};

const turn = (to) => {
  fill(to);
  enterable(true);
  card.scrollTop = 0;
  place();
  card.focus({ preventScroll: true });
};

const doors = all(DOORS).filter((element) => !element.closest(".notes") && noteOf(element));
for (const element of doors) {
  element.setAttribute("aria-haspopup", "dialog");
  element.setAttribute("aria-expanded", "false");
  element.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType !== "mouse") return;
    if (element === door) clearTimeout(timer);
    else if (!pinned) later(() => open(element), OPENS_AFTER);
  });
  element.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "mouse") return;
    if (!door) clearTimeout(timer);
    else if (!pinned) later(shut, CLOSES_AFTER);
  });
  element.addEventListener("focus", () => {
    if (element !== quiet && element.matches(":focus-visible")) open(element);
  });
  element.addEventListener("click", (event) => {
    if (!plain(event)) return;
    event.preventDefault();
    // A press of Enter comes as a click that no pointer made.
    const keyboard = event.detail === 0;
    if (element === door && pinned && !keyboard) shut();
    else open(element, { pin: true, enter: keyboard });
  });
}

card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", ({ pointerType }) => {
  if (pointerType === "mouse" && !pinned) later(shut, CLOSES_AFTER);
});
card.addEventListener("pointerdown", () => (pinned = true));
card.addEventListener("click", (event) => {
  const inner = event.target.closest?.(DOORS);
  if (!inner || !plain(event) || !noteOf(inner) || keyOf(inner) === keyOf(trail.at(-1) ?? door)) return;
  event.preventDefault();
  trail.push(inner);
  turn(inner);
});
back.addEventListener("click", () => {
  trail.pop();
  turn(trail.at(-1) ?? door);
});
close.addEventListener("click", () => shut({ refocus: true }));
copier.addEventListener("click", async () => {
  if (await copy(link.href)) copier.textContent = phrases.copied;
});

document.addEventListener("pointerdown", ({ target }) => {
  if (door && !card.contains(target) && !door.contains(target) && !target.closest("dialog")) shut();
});
document.addEventListener("focusin", ({ target }) => {
  if (door && !card.contains(target) && target !== door && !target.closest("dialog")) shut();
});
addEventListener("resize", () => door && place());

// --- Keys ---------------------------------------------------------------------------------------

const search = one("[data-search]");
let ahead = null; // What is typed while search loads, for its field.
const find = async () => {
  shut();
  ahead ??= "";
  try {
    const { open } = await import("./search.js");
    await open(() => ahead);
  } finally {
    ahead = null;
  }
};
const drawer = one("#__drawer");

document.addEventListener("keydown", (event) => {
  if (ahead !== null && event.key.length === 1 && !(event.ctrlKey || event.metaKey || event.altKey)) {
    event.preventDefault();
    ahead += event.key;
    return;
  }
  if (event.key === "Escape" && !one("dialog[open]")) {
    if (door) shut({ refocus: true });
    else if (drawer?.checked) drawer.click();
    return;
  }
  // A box is toggled by the space bar alone; this one looks like a button.
  if (event.key === "Enter" && event.target === drawer) drawer.click();
  const asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (!search || !asked || one("dialog[open]")) return;
  event.preventDefault();
  find();
});
if (search) {
  search.hidden = false;
  search.addEventListener("click", find);
}

// --- Light or dark: the system's choice until the reader makes one ----------------------------------

// A page that the browser kept alive may be older than the choice.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  try {
    const kept = localStorage.getItem("palette");
    if (kept) page.dataset.palette = kept;
    else delete page.dataset.palette;
  } catch {
    // Nothing was stored.
  }
});
const palette = one("button[data-palette]");
if (palette) {
  palette.hidden = false;
  palette.addEventListener("click", () => {
    // The first press shows a change, whichever look the system has; the third goes back to the system's.
    const ours = matchMedia("(prefers-color-scheme: dark)").matches ? ["light", "dark"] : ["dark", "light"];
    const next = ours[ours.indexOf(page.dataset.palette) + 1];
    if (next) page.dataset.palette = next;
    else delete page.dataset.palette;
    try {
      next ? localStorage.setItem("palette", next) : localStorage.removeItem("palette");
    } catch {
      // A browser that stores nothing keeps the choice until the next page.
    }
    say(phrases[next ?? "system"]);
  });
}

await breath();

// --- Addresses: a click on a heading's or an entry's own link also copies it ---------------------

for (const own of all("a.headerlink,a.self")) {
  own.addEventListener("click", (event) => plain(event) && copy(own.href));
  const entry = own.closest("article.entry");
  const title = own.closest("h1,h2,h3,h4");
  const words = title.textContent.trim();
  // The first heading is the page's own. In an entry the last child stays the last, which has no margin.
  const citing = citer(() => [title.matches("h1") ? own.href.split("#")[0] : own.href, words]);
  citing.setAttribute("aria-label", `${phrases.cite} – ${words}`);
  if (entry) title.after(citing);
  else {
    title.setAttribute("aria-label", words); // The name of a heading is its words, without its controls.
    const links = make("span", { class: "links" });
    own.replaceWith(links);
    links.append(own, citing);
  }
}

await breath();

// --- The table of contents follows --------------------------------------------------------------

const contents = new Map();
for (const entry of all('[data-md-component="toc"] a[href*="#"]')) {
  const heading = document.getElementById(decodeURIComponent(entry.hash.slice(1)));
  if (heading) contents.set(heading, [...(contents.get(heading) ?? []), entry]);
}
const rail = one(".nav");
const wide = matchMedia("(min-width: 75rem)");
// The rail scrolls by itself: where the reader is stays in sight in it.
const keep = (entry = rail && one("[aria-current=page]", rail)) => {
  // In a narrow window it is a menu, and closed: nothing is measured for it.
  if (!rail || !wide.matches) return;
  const { top, bottom } = entry?.getBoundingClientRect() ?? {};
  const frame = rail.getBoundingClientRect();
  const foot = Math.min(frame.bottom, innerHeight) - 48;
  if (bottom > foot) rail.scrollTop += bottom - foot;
  else if (top < frame.top) rail.scrollTop += top - frame.top - 16;
};
const follow = () => {
  let here = [];
  for (const [heading, entries] of contents) {
    for (const entry of entries) entry.removeAttribute("aria-current");
    if (heading.getBoundingClientRect().top < innerHeight / 3) here = entries;
  }
  for (const entry of here) entry.setAttribute("aria-current", "true");
  requestAnimationFrame(() => keep(here[0]));
};
const watcher = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px" });
for (const heading of contents.keys()) watcher.observe(heading);

// --- The filter of the figures page, loaded when it is entered -----------------------------------

const filter = one("form.filter");
if (filter) {
  filter.hidden = false;
  filter.addEventListener("focusin", () => import("./filter.js").then(({ start }) => start(filter)), { once: true });
  filter.addEventListener("submit", (event) => event.preventDefault());
}

// --- Languages: the switch keeps the place, and a reader's own language is offered once ------------

const store = {
  get: (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set: (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // Without storage the offer comes again; nothing else depends on it.
    }
  },
};

// What the address names, or the section on screen for those who came without a fragment.
const placeHere = () => {
  const named = document.getElementById(fragment());
  if (!scrollY || (named && named.getBoundingClientRect().bottom > 0 && named.getBoundingClientRect().top < innerHeight)) return location.hash;
  const passed = all("main :is(h2,h3,h4,article,figure)[id]").filter((element) => element.getBoundingClientRect().top < innerHeight / 3);
  return passed.length ? `#${passed.at(-1).id}` : "";
};

const offers = all(".hint");
for (const other of all("a[data-switch]")) {
  const bare = other.href;
  for (const event of ["pointerenter", "pointerdown", "focus", "click"])
    other.addEventListener(event, () => (other.href = bare + location.search + placeHere()));
  // Who has chosen a language is not offered one.
  other.addEventListener("click", () => store.set("language-offer", "declined"));
}

const spoken = page.dataset.interface ?? page.lang;
const preferred = navigator.languages
  .map((wanted) => [spoken, ...offers.map(({ lang }) => lang)].find((lang) => lang === wanted || lang === wanted.split("-")[0]))
  .find(Boolean);
// Nothing stays hidden under the offer. A property of the whole page would have all of it styled anew.
const makeRoom = ([{ target }]) => {
  page.style.scrollPaddingBlockEnd = target.offsetHeight ? `${target.offsetHeight + 16}px` : "";
  for (const part of all(".foot,.nav")) part.style.setProperty("--hint", `${target.offsetHeight}px`);
};
for (const offer of offers) {
  offer.hidden = offer.lang !== preferred || store.get("language-offer") !== null;
  if (!offer.hidden) new ResizeObserver(makeRoom).observe(offer);
  one("button", offer).addEventListener("click", () => {
    store.set("language-offer", "declined");
    offer.hidden = true;
  });
}

// --- Old addresses: what moved to another page is followed ------------------------------------------

const followMoved = () => {
  const line = document.getElementById(fragment());
  if (line && line.matches(".past > .moved")) location.replace(one("a", line).href);
};
followMoved();
addEventListener("hashchange", followMoved);
