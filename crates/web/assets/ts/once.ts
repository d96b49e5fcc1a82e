/** So long a form that was sent is not sent again by a second click; then the line may have been lost. */
const PATIENCE = 10_000;

/** A double click sends a form once. The server bears with two; people would see what the second one was told. */
export function once(): void {
  const sent = new WeakMap<EventTarget, number>();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
    const before = sent.get(form);
    if (before !== undefined && event.timeStamp - before < PATIENCE) event.preventDefault();
    else sent.set(form, event.timeStamp);
  });
  // Back in the page, the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form);
  });
}
