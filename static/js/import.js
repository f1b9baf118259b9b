/* While an import runs, reload its state every second, in place. */
(() => {
  "use strict";
  const parts = ["#import-state", ".import-outcomes", ".import-files"];

  async function look() {
    let text;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      text = await answer.text();
    } catch {
      setTimeout(look, 5000);
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const state = page.querySelector("#import-state");
    if (!state || !("active" in state.dataset)) {
      location.reload();
      return;
    }
    for (const part of parts) {
      const old = document.querySelector(part);
      const now = page.querySelector(part);
      if (old && now) old.replaceWith(now);
    }
    setTimeout(look, 1000);
  }

  setTimeout(look, 1000);
})();
