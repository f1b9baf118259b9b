/* A key for each answer: it clicks the element with that data-key. */
(() => {
  "use strict";
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") typing.closest("details")?.removeAttribute("open");
      if (event.key === "Escape") typing.blur();
      return;
    }
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
    if (pressed.matches("summary")) pressed.closest("details").querySelector("input").select();
  });

  // Send an answer once, however often its key is pressed before the next question loads.
  let sent = false;
  document.querySelector(".review-answers")?.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
  document.querySelector(".review-lit, .review-other")?.scrollIntoView({ block: "nearest" });
})();
