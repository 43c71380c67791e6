// The filter of the figures page: lines that hold all the words typed, whatever their accents and capitals.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Make the form filter the lists of its page. */
export const start = (form) => {
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  // Each list goes with the heading before it.
  const groups = [...document.querySelectorAll(".index")].map((list) => [
    list.previousElementSibling,
    [...list.children].map((line) => [line, fold(line.textContent)]),
  ]);

  const filter = () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [heading, lines] of groups) {
      heading.hidden = true;
      for (const [line, text] of lines) {
        line.hidden = !wanted.every((word) => text.includes(word));
        if (line.hidden) continue;
        heading.hidden = false;
        count += 1;
      }
    }
    output.textContent = wanted.length ? form.dataset.shown.replace("{count}", count) : "";
  };

  input.addEventListener("input", filter);
  // A link to a chapter finds it, whatever was typed before, and though the address names it already.
  const found = (id) => {
    const heading = document.getElementById(id);
    if (!heading?.hidden) return;
    input.value = "";
    filter();
    heading.scrollIntoView();
  };
  addEventListener("hashchange", () => found(location.hash.slice(1)));
  for (const link of document.querySelectorAll(".toc a")) link.addEventListener("click", () => found(link.hash.slice(1)));
  filter();
};
