// The list refreshed in place: the form and every link to another state of the list are followed
// by htmx, which keeps the address and the back button right. Without this they are followed by
// the browser. Also the filters as a sheet on narrow screens.

"use strict";

(() => {
  const { htmx } = window;
  const list = () => document.getElementById("list");
  if (!htmx || !list()) return;
  document.documentElement.classList.add("is-live");

  let turned = false;
  let asked = "";

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("#list a[href]");
    if (!link) return;
    // A bar of the histogram is a link of SVG, whose address is an object.
    const address = new URL(link.href.baseVal ?? link.href, location.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname) return;
    if (address.hash && address.search === location.search) return;
    event.preventDefault();
    turned = Boolean(link.closest(".pager"));
    htmx.ajax("GET", address.pathname + address.search, {
      source: "#list",
      target: "#list",
      swap: "outerMorph",
      push: "true",
    });
  });

  // Addresses say what was chosen, not what was left open.
  document.addEventListener("htmx:config:request", (event) => {
    const { body } = event.detail.ctx.request;
    const given = [...body].filter(([, value]) => value.trim());
    for (const name of new Set(body.keys())) body.delete(name);
    for (const [name, value] of given) body.append(name, value);
  });

  document.addEventListener("htmx:before:request", () => {
    asked = document.activeElement?.value ?? "";
  });

  document.addEventListener("htmx:before:history:update", (event) => {
    const { type, path } = event.detail.history;
    if (type === "push" && path === location.pathname + location.search) event.preventDefault();
  });

  // No answer, or not this page: let the browser ask again, and show what it gets.
  const giveUp = ({ detail }) => {
    if (detail.ctx) location.assign(detail.ctx.request.action);
  };
  document.addEventListener("htmx:error", giveUp);
  document.addEventListener("htmx:before:swap", (event) => {
    const main = event.detail.tasks.find((task) => task.type === "main");
    if (main?.fragment.querySelector("#list")) return;
    event.preventDefault();
    giveUp(event);
  });

  document.addEventListener("htmx:after:swap", () => {
    const found = document.getElementById("found");
    const box = document.getElementById("q");
    const active = document.activeElement;
    const typing = active?.form === box.form && active.value !== asked && active.type !== "checkbox";
    const typed = typing ? active.value : "";
    // The box is left alone by the refresh, since suggestions hang on it.
    box.setAttribute("value", found.dataset.q);
    box.form.reset();
    if (typing) active.value = typed;

    const above = found.getBoundingClientRect().top < 0;
    if (turned || !active || active === document.body) found.focus({ preventScroll: true });
    if (turned && above) found.scrollIntoView();
    turned = false;
  });

  const filters = () => document.getElementById("filters");
  const narrow = window.matchMedia("(max-width: 60rem)");
  const close = () => {
    filters().open = false;
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".filters-done")) return;
    close();
    document.getElementById("found").scrollIntoView();
    filters().querySelector("summary").focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches || !filters().contains(event.target)) return;
    close();
    filters().querySelector("summary").focus();
  });
  const leave = (event) => {
    if (narrow.matches && filters().open && !filters().contains(event.target)) close();
  };
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
})();
