/* Files can be dropped anywhere on the page, and their sending is shown. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  const field = form?.querySelector("input[type=file]");
  if (!form || !field) return;
  const hint = form.querySelector(".import-hint");
  const sending = form.querySelector(".import-sending");
  const bar = sending.querySelector("progress");
  const words = sending.querySelector("span");
  hint.hidden = false;

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
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });

  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    const data = new FormData(form);
    data.append("preview", "1");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = (100 * sent.loaded) / sent.total;
      words.textContent = `${(sent.loaded / 1048576).toFixed(1)} of ${(sent.total / 1048576).toFixed(1)} MB sent`;
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== location.href) {
        location.assign(request.responseURL);
      } else {
        document.open();
        document.write(request.responseText);
        document.close();
      }
    });
    request.addEventListener("error", () => {
      words.textContent = "The connection broke. Nothing was imported; try again.";
    });
    sending.hidden = false;
    request.open("POST", form.action);
    request.send(data);
  });
})();
