// Compact or comfortable rows, as this reader last chose. Runs in the head, before the first paint;
// without it rows are comfortable and there is no button.

"use strict";

(() => {
  const root = document.documentElement;
  const set = (dense) => {
    root.classList.toggle("is-dense", dense);
    document.getElementById("density")?.setAttribute("aria-pressed", String(dense));
  };
  const kept = () => {
    try {
      return localStorage.getItem("rows") === "dense";
    } catch {
      return false;
    }
  };

  root.classList.add("is-scripted");
  set(kept());

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#density")) return;
    const dense = !root.classList.contains("is-dense");
    set(dense);
    try {
      localStorage.setItem("rows", dense ? "dense" : "comfortable");
    } catch {
      // A browser that keeps nothing: the choice holds for this page.
    }
  });
  // The button is drawn after this has run, and again with every refresh.
  const again = () => set(root.classList.contains("is-dense"));
  document.addEventListener("DOMContentLoaded", again);
  document.addEventListener("htmx:after:swap", again);
})();
