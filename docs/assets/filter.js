// The filter of the figures page: entries that hold all the words typed, whatever their accents and capitals.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Make the form filter the entries of its page. */
export const start = (form) => {
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  const entries = [...document.querySelectorAll("article.entry")].map((entry) => [entry, fold(entry.textContent)]);

  // Each heading goes with the entries that follow it.
  const groups = [...document.querySelectorAll("article h2")].map((heading) => {
    const own = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling)
      if (next.matches("article.entry")) own.push(next);
    return [heading, own];
  });

  const filter = () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [entry, text] of entries) {
      entry.hidden = !wanted.every((word) => text.includes(word));
      if (!entry.hidden) count += 1;
    }
    for (const [heading, own] of groups) heading.hidden = own.length > 0 && own.every((entry) => entry.hidden);
    output.textContent = wanted.length ? form.dataset.shown.replace("{count}", count) : "";
  };

  input.addEventListener("input", filter);
  // A link to an entry finds it, whatever was typed before.
  addEventListener("hashchange", () => {
    const entry = document.getElementById(location.hash.slice(1));
    if (!entry?.hidden) return;
    input.value = "";
    filter();
    entry.scrollIntoView();
  });
  filter();
};
