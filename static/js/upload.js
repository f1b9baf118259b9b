/* Drop files and folders anywhere on the page, list them, and show the progress of the upload. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  const field = form?.querySelector("#id_files");
  const folder = form?.querySelector("#id_whole_folder");
  if (!form || !field || !folder) return;
  const picked = form.querySelector(".import-picked");
  const sending = form.querySelector(".import-sending");
  const bar = sending.querySelector("progress");
  const words = sending.querySelector("span");
  const button = form.querySelector("button[name=preview]");
  const NAMED = 20;
  form.querySelector(".import-hint").hidden = false;

  const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

  /* Of dropped folders: browsers let no script put these into a field with their paths. */
  let dropped = [];

  /* Every file with its path in its folder. */
  function chosen() {
    const named = (file) => [file, file.webkitRelativePath || file.name];
    return [...[...field.files].map(named), ...[...folder.files].map(named), ...dropped];
  }

  function name() {
    const files = chosen();
    const lines = files
      .slice(0, NAMED)
      .map(([file, path]) => `${path}, ${megabytes(file.size)} MB`);
    if (files.length > NAMED) lines.push(`+ ${(files.length - NAMED).toLocaleString()}`);
    picked.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
    picked.hidden = files.length < 2 && !dropped.length;
  }

  /* The files below an entry of a drop; a folder gives its entries a hundred at a time. */
  async function below(entry, path) {
    if (entry.isFile) {
      return [[await new Promise((found, lost) => entry.file(found, lost)), path + entry.name]];
    }
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      const some = await new Promise((found, lost) => reader.readEntries(found, lost));
      if (!some.length) return files;
      for (const inner of some) files.push(...(await below(inner, `${path}${entry.name}/`)));
    }
  }

  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("import-over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("import-over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("import-over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    if (!entries.some((entry) => entry?.isDirectory)) {
      if (!event.dataTransfer.files.length) return;
      dropped = [];
      field.files = event.dataTransfer.files;
      name();
      return;
    }
    Promise.all(entries.filter(Boolean).map((entry) => below(entry, "")))
      .then((found) => {
        field.value = "";
        dropped = found.flat().sort(([, one], [, other]) => (one < other ? -1 : 1));
        name();
      })
      .catch(() => {
        sending.hidden = false;
        fail();
      });
  });
  field.addEventListener("change", name);
  folder.addEventListener("change", name);

  function fail() {
    words.textContent = form.dataset.broken;
    button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    const files = chosen();
    if (!files.length) return;
    event.preventDefault();
    const data = new FormData(form);
    data.delete("whole_folder");
    data.delete("files");
    for (const [file] of files) data.append("files", file, file.name);
    data.set("paths", JSON.stringify(files.map(([, path]) => path)));
    data.append("preview", "1");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = (100 * sent.loaded) / sent.total;
      words.textContent = `${megabytes(sent.loaded)} ${form.dataset.sent} ${megabytes(sent.total)} MB`;
    });
    request.upload.addEventListener("load", () => {
      bar.value = 100;
      words.textContent = form.dataset.reading;
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== location.href) {
        location.assign(request.responseURL);
        return;
      }
      // The form came back with an error: keep the chosen files.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const errors = page.querySelectorAll(".import-error, .errornote");
      form.querySelectorAll(".import-error, .errornote").forEach((one) => one.remove());
      form.prepend(...errors);
      sending.hidden = true;
      button.disabled = false;
      if (!errors.length) fail();
    });
    request.addEventListener("error", fail);
    sending.hidden = false;
    button.disabled = true;
    request.open("POST", form.action);
    request.send(data);
  });
})();
