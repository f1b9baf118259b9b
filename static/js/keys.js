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

  const rows = [...document.querySelectorAll(".rows > li")];
  let at = -1;
  const move = (step) => {
    if (!rows.length) return false;
    if (at >= 0) rows[at].classList.remove("here");
    at = Math.min(rows.length - 1, Math.max(0, at + step));
    rows[at].classList.add("here");
    rows[at].querySelector(".headline a").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
    return true;
  };
  // Back from an article: go on from its row, once the browser has scrolled there.
  const arrive = () => {
    const found = rows.findIndex((row) => row.id && `#${row.id}` === location.hash);
    if (found >= 0) {
      at = found;
      move(0);
    }
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
      if (at < 0) return false;
      rows[at].querySelector(".headline a").click();
      return true;
    },
  };

  const typing = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

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
