/**
 * Lays the photo after the work over the one before it, with a slider that moves the line between them (`<figure data-pair>`).
 * A range input works by finger, mouse and arrow keys. Without script, and on paper, the two stand side by side.
 */
export function pairs(): void {
  for (const pair of document.querySelectorAll<HTMLElement>("[data-pair]")) join(pair);
}

function join(pair: HTMLElement): void {
  const slide = pair.querySelector<HTMLInputElement>("input[type=range]");
  if (!slide) return;
  const move = (): void => pair.style.setProperty("--line-at", `${slide.value}%`);
  slide.hidden = false;
  slide.addEventListener("input", move);
  pair.classList.add("pair-live");
  move();
}
