// Suggestions under a search box: a word is searched, an author or a headline is opened. A combobox
// as WAI-ARIA describes it; without this it is a plain search box.

"use strict";

(() => {
  const pause = 120;
  let attached = 0;

  const attach = (box) => {
    if (box.getAttribute("role") === "combobox") return;
    const form = box.form;
    const list = document.createElement("ul");
    list.className = "suggest-list";
    list.id = `suggestions-${attached++}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0]?.textContent.trim() || "");
    list.hidden = true;
    box.parentElement.classList.add("suggest-box");
    box.parentElement.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      box.setAttribute(name, value);
    }

    let found = [];
    let at = -1;
    let timer = 0;
    let asking = null;

    const choose = (place) => {
      at = place;
      [...list.children].forEach((option, i) => {
        option.setAttribute("aria-selected", String(i === at));
      });
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", list.children[at].id);
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      choose(-1);
    };

    const follow = (suggestion) => {
      close();
      if (suggestion.kind !== "word") {
        location.assign(suggestion.url);
        return;
      }
      box.value = suggestion.text;
      form.requestSubmit();
    };

    const show = (suggestions) => {
      found = suggestions;
      list.replaceChildren(
        ...found.map((suggestion, i) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${i}`;
          option.setAttribute("role", "option");
          const text = document.createElement("span");
          text.dir = "auto";
          text.textContent = suggestion.text;
          option.append(text);
          if (suggestion.label) {
            const kind = document.createElement("span");
            kind.className = "suggest-kind";
            kind.textContent = suggestion.label;
            option.append(kind);
          }
          return option;
        }),
      );
      choose(-1);
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(found.length > 0));
    };

    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const mine = asking;
      try {
        const address = `/articles/suggest?${new URLSearchParams({ q: box.value })}`;
        const answer = await fetch(address, { signal: mine.signal });
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        if (mine === asking && document.activeElement === box) show(suggestions);
      } catch {
        // Aborted, or the line is down: the box works without.
      }
    };

    box.addEventListener("input", () => {
      clearTimeout(timer);
      if (box.value.trim().length < 2) close();
      else timer = setTimeout(ask, pause);
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        // One place more than options: before the first and after the last stands what was typed.
        const places = found.length + 1;
        choose(((at + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        follow(found[at]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    box.addEventListener("blur", close);
    form.addEventListener("submit", close);
    // Before the box loses the focus, and with it the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (place >= 0) follow(found[place]);
    });
  };

  const boxes = 'form[action="/articles/"] input[type="search"][name="q"]';
  const every = () => document.querySelectorAll(boxes).forEach(attach);
  every();
  // Going back renders the whole list again, its box with it.
  document.addEventListener("htmx:after:swap", every);
})();
