// Remembers in this browser where the reader left a long text, and offers to continue there; it never
// jumps by itself. A text read to its end is forgotten.

"use strict";

(() => {
  const text = document.querySelector(".reading-body");
  const offer = document.getElementById("resume");
  // Shorter texts are found again at a glance.
  const SCREENS = 2.5;
  const MOST = 200;
  if (!text || text.offsetHeight < SCREENS * window.innerHeight) return;

  const blocks = [...text.children];
  const article = document.querySelector(".reading").dataset.article;

  const places = () => {
    try {
      return JSON.parse(localStorage.getItem("places")) ?? {};
    } catch {
      return {};
    }
  };
  // Of each article the block at the top of the window, of how many, and when.
  const keep = (place) => {
    const kept = places();
    if (place) kept[article] = [place, blocks.length, Date.now()];
    else delete kept[article];
    const latest = Object.entries(kept).sort(([, a], [, b]) => b[2] - a[2]);
    try {
      localStorage.setItem("places", JSON.stringify(Object.fromEntries(latest.slice(0, MOST))));
    } catch {
      // A browser that keeps nothing.
    }
  };

  const reached = () => blocks.findIndex((block) => block.getBoundingClientRect().bottom > 80);
  const isRead = () => text.getBoundingClientRect().bottom < window.innerHeight;

  // A text that has changed since may have its words elsewhere.
  const [stopped, of] = places()[article] ?? [];
  const target = of === blocks.length ? blocks[stopped] : undefined;
  const withdraw = () => {
    offer.hidden = true;
  };
  if (target && !location.hash && window.scrollY < window.innerHeight) offer.hidden = false;

  offer.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    withdraw();
    target.tabIndex = -1;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  });
  offer.querySelector("button").addEventListener("click", () => {
    withdraw();
    keep(0);
  });

  const remember = () => {
    const place = reached();
    if (isRead() || place < 0) keep(0);
    else if (!offer.hidden && place < stopped) return;
    // At the beginning there is nothing to remember, and nothing to forget either.
    else if (place > 1) keep(place);
    if (place >= stopped) withdraw();
  };
  let waiting;
  document.addEventListener(
    "scroll",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(remember, 300);
    },
    { passive: true },
  );
  // Left before the scrolling had come to rest.
  window.addEventListener("pagehide", () => {
    if (window.scrollY > 0) remember();
  });
})();
