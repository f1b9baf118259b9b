// A span of the histogram, dragged by mouse, pen or finger. Without this every bar is a link, and
// the dates can be typed; by keyboard they are so with it too.

"use strict";

(() => {
  const threshold = 5;
  const svgns = "http://www.w3.org/2000/svg";
  const pad = (number, length = 2) => String(number).padStart(length, "0");

  // The first day of a slot, and how the address names the slot.
  const slot = (drawing, place) => {
    const { interval, first } = drawing.dataset;
    const [year, month = 1, day = 1] = first.split("-").map(Number);
    const at = new Date(Date.UTC(2000, 0, 1));
    at.setUTCFullYear(
      year + (interval === "year" ? place : 0),
      month - 1 + (interval === "month" ? place : 0),
      day + (interval === "day" ? place : 0),
    );
    const parts = [pad(at.getUTCFullYear(), 4), pad(at.getUTCMonth() + 1), pad(at.getUTCDate())];
    return { at, iso: parts.slice(0, { year: 1, month: 2, day: 3 }[interval]).join("-") };
  };

  const inWords = (drawing, from, to) => {
    const { interval } = drawing.dataset;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: "UTC",
      year: "numeric",
      ...(interval !== "year" && { month: "long" }),
      ...(interval === "day" && { day: "numeric" }),
    });
    const [first, last] = [from, to].map((place) => format.format(slot(drawing, place).at));
    if (from === to) return first;
    return hintOf(drawing).dataset.span.replace("{first}", first).replace("{last}", last);
  };

  const hintOf = (drawing) => drawing.parentElement.querySelector(".bars-dragged");

  const placeOf = (drawing, x) => {
    const { left, width } = drawing.getBoundingClientRect();
    const slots = Number(drawing.dataset.slots);
    return Math.min(slots - 1, Math.max(0, Math.floor((slots * (x - left)) / width)));
  };

  let drag = null;

  const show = () => {
    const { drawing, from, to, shade } = drag;
    const wide = 100 / Number(drawing.dataset.slots);
    shade.setAttribute("x", `${Math.min(from, to) * wide}%`);
    shade.setAttribute("width", `${(Math.abs(to - from) + 1) * wide}%`);
    hintOf(drawing).textContent = inWords(drawing, Math.min(from, to), Math.max(from, to));
  };

  const begin = () => {
    drag.shade = document.createElementNS(svgns, "rect");
    drag.shade.setAttribute("class", "bars-shade");
    drag.shade.setAttribute("height", "57");
    drag.drawing.append(drag.shade);
    drag.drawing.setPointerCapture(drag.pointer);
  };

  const end = () => {
    if (drag?.shade) {
      drag.shade.remove();
      hintOf(drag.drawing).textContent = drag.hint;
    }
    drag = null;
  };

  const follow = (drawing, from, to) => {
    const address = new URL(location.href);
    address.hash = "";
    for (const name of ["page", "after"]) address.searchParams.delete(name);
    address.searchParams.set("from", slot(drawing, from).iso);
    address.searchParams.set("to", slot(drawing, to).iso);
    const link = document.createElement("a");
    link.href = address;
    link.hidden = true;
    drawing.parentElement.append(link);
    link.click();
    link.remove();
  };

  document.addEventListener("pointerdown", (event) => {
    const drawing = event.target.closest(".bars svg[data-slots]");
    if (!drawing || event.button || !event.isPrimary) return;
    const from = placeOf(drawing, event.clientX);
    const hint = hintOf(drawing).textContent;
    drag = { drawing, from, to: from, x: event.clientX, pointer: event.pointerId, hint };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.shade) {
      if (Math.abs(event.clientX - drag.x) < threshold) return;
      begin();
    }
    drag.to = placeOf(drag.drawing, event.clientX);
    show();
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { drawing, from, to, shade } = drag;
    end();
    if (!shade) return;
    // The click that follows is not one on a bar.
    const stop = (click) => click.target.closest(".bars") && click.preventDefault();
    window.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => {
      window.removeEventListener("click", stop, { capture: true });
      follow(drawing, Math.min(from, to), Math.max(from, to));
    });
  });
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.(".bars svg[data-slots]")) event.preventDefault();
  });

  const ready = () => {
    for (const hint of document.querySelectorAll(".bars-dragged")) hint.hidden = false;
  };
  document.addEventListener("htmx:after:swap", ready);
  ready();
})();
