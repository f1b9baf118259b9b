// Single keys: "/" to the search box, j k o along a list, "?" for the list of keys. Elements with
// data-key are pressed by that key. Never while somebody types, never with a modifier; whoever
// speaks to the machine or types with difficulty can switch them off, and on again from the foot.

"use strict";

(() => {
  const dialog = document.getElementById("keys");
  const switched = document.getElementById("keys-on");
  if (!dialog) return;

  const kept = {
    get off() {
      try {
        return localStorage.getItem("keys") === "off";
      } catch {
        return false;
      }
    },
    set off(value) {
      try {
        localStorage.setItem("keys", value ? "off" : "on");
      } catch {
        // A browser that keeps nothing: the choice holds for this page.
      }
    },
  };
  switched.checked = !kept.off;
  switched.addEventListener("change", () => {
    kept.off = !switched.checked;
  });

  const open = document.getElementById("keys-open");
  if (open) {
    open.hidden = false;
    open.addEventListener("click", () => dialog.showModal());
  }

  // Looked up at each key: a list may be refreshed in place.
  const marked = () => document.querySelector(".rows > li.is-here");
  const mark = (row) => {
    marked()?.classList.remove("is-here");
    row.classList.add("is-here");
    row.querySelector(".headline a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (step) => {
    const rows = [...document.querySelectorAll(".rows > li")];
    if (!rows.length) return false;
    mark(rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(marked()) + step))]);
    return true;
  };
  // Back from an article: go on from its row, once the browser has scrolled there.
  const arrive = () => {
    const row = /^#a-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (row && row.matches(".rows > li")) mark(row);
  };
  window.addEventListener("load", arrive);

  const press = (key) => {
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!named || named.closest("[hidden]")) return false;
    named.click();
    return true;
  };

  const act = {
    "/": () => {
      const box = document.getElementById("q") || document.getElementById("find");
      if (!box) return false;
      box.focus();
      box.select();
      return true;
    },
    "?": () => {
      dialog.showModal();
      return true;
    },
    j: () => move(1) || press("j"),
    k: () => move(-1) || press("k"),
    o: () => {
      if (!marked()) return false;
      marked().querySelector(".headline a").click();
      return true;
    },
  };

  // A ticked box takes no letters: after choosing a filter the keys go on.
  const typing = (element) =>
    element.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox");

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (dialog.open || typing(event.target)) return;
    if (switched.checked && event.key.length === 1) {
      const done = act[event.key] ? act[event.key]() : press(event.key);
      if (done) event.preventDefault();
    }
  });
})();
