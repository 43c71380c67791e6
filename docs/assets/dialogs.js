// The look of dialogs, which comes with the first of them.

/** Kept once the style sheet is there, or cannot be had: a dialog without it still works. */
export const look = new Promise((done) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("./dialogs.css", import.meta.url).href;
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});

/** Whether a press falls beside a dialog's box, and not on a blank part of it. */
export const beside = (dialog, { target, clientX: x, clientY: y }) => {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (x < left || x > right || y < top || y > bottom);
};
