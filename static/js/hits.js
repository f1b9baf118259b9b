// The hits of a search, one after another: "3 of 12", by button; keys.js presses the buttons.
// Without this each hit is a link to the next.

"use strict";

(() => {
  const bar = document.getElementById("hits");
  const marks = [...document.querySelectorAll("mark[id]")];
  if (!bar || !marks.length) return;

  const counter = bar.querySelector(".count");
  let at = -1;

  const update = () => {
    at = marks.findIndex((mark) => `#${mark.id}` === location.hash);
    if (at < 0) return;
    counter.textContent = counter.dataset.of
      .replace("{n}", (at + 1).toLocaleString(document.documentElement.lang))
      .replace("{total}", counter.dataset.total);
  };

  bar.querySelector(".walk-ends").hidden = true;
  const steps = bar.querySelector(".walk-steps");
  steps.hidden = false;
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const step = Number(button.dataset.step);
    const from = at < 0 && step < 0 ? 0 : at;
    // Replaced, so that the back button leads to the list and not through every hit.
    location.replace(`#${marks[(from + step + marks.length) % marks.length].id}`);
  });
  window.addEventListener("hashchange", update);
  update();
})();
