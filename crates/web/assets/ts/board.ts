/**
 * The board of needs by mouse and by keys (`<form data-board>`): opinions are dragged onto a need, or picked and put by a digit.
 * All of it presses the buttons of the form, so it does what they do, and the page works without it.
 */
export function board(form: HTMLFormElement): void {
  const cards = [...form.querySelectorAll<HTMLElement>("[data-card]")];
  const needs = [...form.querySelectorAll<HTMLElement>("[data-need]")];
  for (const legend of form.querySelectorAll<HTMLElement>("[data-keys]")) legend.hidden = false;
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-pick-all]")) pickAll(button);
  for (const card of cards) draggable(card, form);
  for (const need of needs) target(need);
  form.addEventListener("keydown", (event) => key(event, cards, needs, form));
}

const box = (card: Element): HTMLInputElement | null => card.querySelector("input[type=checkbox]");
const put = (need: Element): HTMLButtonElement | null => need.querySelector("button[name=into]");

/** Those that say the same are picked together, or let go together. */
function pickAll(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    const alike = button.closest(".board-alike")?.nextElementSibling;
    const boxes = [...(alike?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [])];
    const wanted = boxes.some((one) => !one.checked);
    for (const one of boxes) one.checked = wanted;
  });
}

/** A card that is not picked is dragged alone; a picked one takes the others along. */
function draggable(card: HTMLElement, form: HTMLFormElement): void {
  const own = box(card);
  if (!own) return;
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    if (!own.checked) {
      for (const other of form.querySelectorAll<HTMLInputElement>("[data-card] input:checked")) other.checked = false;
      own.checked = true;
    }
    event.dataTransfer?.setData("text/plain", own.value);
    form.classList.add("board-dragging");
  });
  card.addEventListener("dragend", () => form.classList.remove("board-dragging"));
}

function target(need: HTMLElement): void {
  const button = put(need);
  if (!button) return;
  need.addEventListener("dragover", (event) => {
    event.preventDefault();
    need.classList.add("tile-over");
  });
  need.addEventListener("dragleave", () => need.classList.remove("tile-over"));
  need.addEventListener("drop", (event) => {
    event.preventDefault();
    button.click();
  });
}

function key(event: KeyboardEvent, cards: HTMLElement[], needs: HTMLElement[], form: HTMLFormElement): void {
  const on = event.target as HTMLElement;
  if (event.key === "Enter" && on.matches("[data-new] input")) {
    event.preventDefault();
    on.closest("[data-new]")?.querySelector<HTMLButtonElement>("button")?.click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || on.matches("input:not([type=checkbox]), select, textarea")) return;
  if (/^[1-9]$/.test(event.key)) {
    const need = needs[Number(event.key) - 1];
    const button = need ? put(need) : null;
    if (button) event.preventDefault();
    button?.click();
  } else if (event.key === "n") {
    const fresh = form.querySelector<HTMLDetailsElement>("[data-new]");
    if (!fresh) return;
    event.preventDefault();
    fresh.open = true;
    fresh.querySelector<HTMLElement>("#title")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = cards.findIndex((card) => card.contains(on));
    const next = cards[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    box(next)?.focus();
  }
}
