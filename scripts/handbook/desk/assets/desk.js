// Dropping files, progress, copying: everything here can be done without it as well.
"use strict";

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector('input[type="file"]');
  const over = (is) => form.classList.toggle("is-over", is);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    if (form.dataset.drop !== "stay") form.requestSubmit();
  });
}
// A file dropped beside a form would replace the page.
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => event.preventDefault());
}

const working = document.querySelector("[data-state]");
if (working) {
  const said = working.querySelector('[role="status"]');
  const look = async () => {
    try {
      const state = await (await fetch(working.dataset.state)).json();
      if (state.is_over) return location.reload();
      if (state.said && state.said !== said.textContent) said.textContent = state.said;
    } catch {
      // The desk may be gone; the next look tells.
    }
    setTimeout(look, 600);
  };
  look();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
