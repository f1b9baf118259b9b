// Copies the citation. Without this it is text to be selected.

"use strict";

(() => {
  const button = document.getElementById("copy");
  const text = document.getElementById("citation");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = button.dataset.copied;
    } catch {
      // Not allowed to: select it, so that one key press does.
      getSelection().selectAllChildren(text);
    }
  });
})();
