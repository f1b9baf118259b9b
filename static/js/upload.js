/* Drop files anywhere on the page, list them, and show the progress of the upload. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  const field = form?.querySelector("input[type=file]");
  if (!form || !field) return;
  const picked = form.querySelector(".import-picked");
  const sending = form.querySelector(".import-sending");
  const bar = sending.querySelector("progress");
  const words = sending.querySelector("span");
  const button = form.querySelector("button[name=preview]");
  const NAMED = 20;
  form.querySelector(".import-hint").hidden = false;

  const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

  function name() {
    const files = [...field.files];
    const lines = files.slice(0, NAMED).map((file) => `${file.name}, ${megabytes(file.size)} MB`);
    if (files.length > NAMED) lines.push(`+ ${(files.length - NAMED).toLocaleString()}`);
    picked.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
    picked.hidden = files.length < 2;
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
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    name();
  });
  field.addEventListener("change", name);

  function fail() {
    words.textContent = form.dataset.broken;
    button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    const data = new FormData(form);
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
