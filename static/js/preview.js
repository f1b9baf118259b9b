/* Save each choice of a preview at once, and replace its row. */
(() => {
  "use strict";
  const form = document.querySelector("[data-choosing]");
  if (!form) return;
  let last = Promise.resolve();

  async function send(name, value, row) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set(name, value);
    const choice = row.querySelector("select");
    if (choice) data.set(choice.name, choice.value);
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById(row.id);
    if (!now || !page.querySelector("[data-choosing]")) return location.reload();
    row.replaceWith(now);
    return now;
  }

  function inTurn(name, value, place) {
    last = last
      .then(() => send(name, value, document.getElementById(place)))
      .then((row) => row?.querySelector("button, select")?.focus({ preventScroll: true }))
      .catch(() => location.reload());
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=take]");
    if (!button) return;
    event.preventDefault();
    button.disabled = true;
    inTurn("take", button.value, button.closest("tr").id);
  });
  /* The article beside its source, in a row below that of its file; one at a time. */
  async function unfold(link) {
    const row = link.closest("tr");
    const there = form.querySelector(".import-unfolded");
    const own = there?.previousElementSibling === row;
    there?.previousElementSibling.querySelector(".import-unfold a")?.removeAttribute("aria-expanded");
    there?.remove();
    if (own) return;
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const file = page.getElementById("file");
    if (!answer.ok || !file) return location.assign(link.href);
    const unfolded = document.createElement("tr");
    unfolded.className = "import-unfolded";
    const cell = unfolded.insertCell();
    cell.colSpan = row.cells.length;
    cell.append(document.adoptNode(file));
    row.after(unfolded);
    link.setAttribute("aria-expanded", "true");
  }

  form.addEventListener("click", (event) => {
    const link = event.target.closest(".import-unfold a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    unfold(link).catch(() => location.assign(link.href));
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) inTurn("choose", "1", event.target.closest("tr").id);
  });
  // Saved at once, choices need no button.
  form.querySelector("button[name=choose]")?.remove();
})();
