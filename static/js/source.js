// The source and its index point at each other: what is under the pointer or has the focus on one
// side is lit on the other. In the source the arrow keys go from passage to passage and the tab key
// passes it in one step; Escape returns from the index. Without this there are the links.

"use strict";

(() => {
  const sheet = document.getElementById("sheet");
  const index = document.getElementById("index");
  if (!sheet || !index) return;

  const links = [...sheet.querySelectorAll('a:not([tabindex="-1"])')];
  const named = (link) => document.getElementById(link.hash.slice(1));
  let lit = [];
  let last = null;

  const light = (elements) => {
    for (const element of lit) element.classList.remove("is-lit");
    lit = elements.filter(Boolean);
    for (const element of lit) element.classList.add("is-lit");
  };

  // Side by side only the index scrolls: the passage that is being read stays where it is.
  const beside = window.matchMedia("(min-width: 60rem)");
  const foot = 64;
  const show = (entry) => {
    if (!beside.matches || !entry.checkVisibility()) return;
    const whole = index.getBoundingClientRect();
    const own = entry.getBoundingClientRect();
    const top = Math.max(0, whole.top) + 16;
    const bottom = Math.min(window.innerHeight, whole.bottom) - foot;
    if (own.top < top) index.scrollTop -= top - own.top;
    else if (own.bottom > bottom) index.scrollTop += own.bottom - bottom;
  };

  const fromSource = (event) => {
    const link = event.target.closest("a");
    if (!link) return light([]);
    const entry = named(link);
    light([entry, link.parentElement]);
    if (entry) show(entry);
  };

  const fromIndex = (event) => {
    const entry = event.target.closest(".entry");
    if (!entry) return light([]);
    light([...entry.querySelectorAll(".entry-name a, .entry-places a")].map(named));
  };

  sheet.addEventListener("pointerover", fromSource);
  sheet.addEventListener("focusin", fromSource);
  index.addEventListener("pointerover", fromIndex);
  index.addEventListener("focusin", fromIndex);
  for (const side of [sheet, index]) side.addEventListener("pointerleave", () => light([]));

  // One stop for the tab key.
  const here = (link) => {
    for (const other of links) other.tabIndex = -1;
    link.tabIndex = 0;
  };
  if (links.length) here(links[0]);

  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = links.indexOf(document.activeElement);
    if (at < 0) return;
    let next = at + (step[event.key] || 0);
    if (event.key === "Home") next = 0;
    else if (event.key === "End") next = links.length - 1;
    else if (!step[event.key]) return;
    event.preventDefault();
    const link = links[Math.min(links.length - 1, Math.max(0, next))];
    here(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
  });

  // A folded group opens when a passage of it is chosen, and takes the focus.
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const fold = target.closest("details");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView({ block: "nearest" });
    }
    if (sheet.contains(target)) {
      const link = target.querySelector("a");
      if (!link) return;
      if (links.includes(link)) here(link);
      link.focus({ preventScroll: true });
    } else if (index.contains(target)) {
      const link = target.querySelector(".entry-name a");
      if (link) link.focus({ preventScroll: true });
      show(target);
      // The end of the index may lie below the window as long as the page is at its top.
      if (target.getBoundingClientRect().bottom > window.innerHeight) {
        target.scrollIntoView({ block: "nearest" });
      }
    }
  };

  sheet.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    last = link;
    if (!beside.matches) return;
    event.preventDefault();
    const at = window.scrollY;
    location.hash = link.hash;
    window.scrollTo({ top: at, behavior: "instant" });
  });
  index.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !last) return;
    if (links.includes(last)) here(last);
    last.focus();
  });
  window.addEventListener("hashchange", arrive);
  if (location.hash) arrive();
})();
