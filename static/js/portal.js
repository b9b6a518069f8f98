// Three small comforts for forms of the space; every page works without them.
(() => {
  let isDirty = false;
  const guarded = document.querySelectorAll("form[data-guard]");

  // Typed text is not left behind without a question.
  guarded.forEach((form) => form.addEventListener("input", () => { isDirty = true; }));
  guarded.forEach((form) => form.addEventListener("kept", () => { isDirty = false; }));
  addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    isDirty = false;
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }));

  // After a refusal the reader begins at what is wrong; Escape closes the menu.
  document.querySelector("[data-focus]")?.focus();
  addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
