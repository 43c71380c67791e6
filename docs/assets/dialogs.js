// The look of dialogs, which comes with the first of them.

/** Kept once the style sheet is there, or cannot be had: a dialog without it still works. */
export const look = new Promise((done) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("./dialogs.css", import.meta.url).href;
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});
