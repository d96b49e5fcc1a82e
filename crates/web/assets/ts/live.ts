/**
 * Keeps a part of the page fresh while something goes on (`<div id="…" data-live="2">`: every two seconds).
 * It asks for the same page and takes the part with the same id; when that part is no longer live, it stops.
 * Without script, the page offers a link that loads it again.
 */
export function live(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-live][id]")) follow(part);
}

function follow(part: HTMLElement): void {
  const seconds = Math.max(1, Number(part.dataset["live"]) || 2);
  window.setTimeout(() => void renew(part), seconds * 1000);
}

async function renew(part: HTMLElement): Promise<void> {
  const fresh = await ask(part.id);
  if (!fresh) return follow(part);
  if (fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  if (fresh.hasAttribute("data-live")) follow(part);
  else part.removeAttribute("data-live");
}

async function ask(id: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  } catch {
    return null;
  }
}
