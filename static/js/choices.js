// Type and colours change as they are chosen, and the server keeps the choice for the next page.
// Without this the form is submitted and leads back to the page.

"use strict";

(() => {
  const root = document.documentElement;
  const forms = [...document.querySelectorAll(".choices-form")];
  const panel = document.getElementById("choices");
  if (!forms.length) return;
  root.classList.add("is-choosing");

  // The defaults of archive/views/preferences.py.
  const usual = { scheme: "system", size: "medium", measure: "medium", face: "serif" };
  const meta = document.querySelector('meta[name="color-scheme"]');

  const set = (chosen) => {
    for (const [name, value] of Object.entries(chosen)) {
      if (value === usual[name]) delete root.dataset[name];
      else root.dataset[name] = value;
    }
    meta.content = { system: "light dark", dark: "dark" }[chosen.scheme] ?? "light";
  };

  const kept = () => {
    const cookie = /(?:^|; )choices=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const pairs = cookie.split("|").map((part) => part.split(":"));
    return { ...usual, ...Object.fromEntries(pairs.filter(([name]) => name in usual)) };
  };

  for (const form of forms) {
    form.addEventListener("change", () => {
      const given = new FormData(form);
      set(Object.fromEntries(Object.keys(usual).map((name) => [name, given.get(name)])));
      given.delete("back");
      fetch(form.action, { method: "POST", body: given, keepalive: true });
    });
  }

  // A page from the browser's cache, or a tab left open: apply what was chosen since.
  const again = () => {
    const chosen = kept();
    set(chosen);
    for (const form of forms) {
      for (const [name, value] of Object.entries(chosen)) form.elements[name].value = value;
    }
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) again();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && navigator.cookieEnabled) again();
  });

  if (!panel) return;
  const close = () => {
    panel.open = false;
  };
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target)) close();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    panel.querySelector("summary").focus();
  });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) close();
  });
})();
