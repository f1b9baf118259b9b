// Keeps and un-keeps an article without leaving it, by the button or its key (keys.js). Without this
// the form leads to the list.

"use strict";

(() => {
  const form = document.querySelector(".tools-keep");
  if (!form) return;
  const button = form.querySelector("button");
  const link = document.getElementById("kept-link");

  // "name:id.id~name:id": the first list is the open one (reading_list/lists.py).
  const cookie = () => /(?:^|; )kept=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const ids = () => cookie().split("~")[0].replace(/^.*:/, "").split(".");
  const article = form.elements.keep.value;
  const mine = Number(article).toString(36);
  const isKept = () => ids().includes(mine);

  const show = () => {
    button.textContent = isKept() ? button.dataset.kept : button.dataset.keep;
    form.classList.toggle("is-done", isKept());
    link.hidden = !cookie();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData();
    const before = isKept();
    body.append(before ? "drop" : "keep", article);
    await fetch(form.action, { method: "POST", body }).catch(() => null);
    // Not taken, as when the list is full: the page says why.
    if (isKept() === before) form.submit();
    else show();
  });
  window.addEventListener("pageshow", show);
  show();
})();
