/** Asks before a form with changes is left (`<form data-unsaved>`). */
export function unsaved(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-unsaved]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
