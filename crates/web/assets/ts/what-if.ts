/**
 * Works a form out at every key (`<form method="get" data-what-if="outcome">`): it asks for the page with the figures as they stand
 * and takes the part with that id. The focus stays where somebody types. Without script, the form has a button.
 */
const PAUSE = 200;

export function whatIf(form: HTMLFormElement): void {
  const id = form.dataset["whatIf"] ?? "";
  let waiting = 0;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const own = ++asked;
    const query = new URLSearchParams();
    new FormData(form).forEach((value, name) => query.append(name, String(value)));
    const address = `${form.action.split("?")[0]}?${query.toString()}`;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      // What is wrong is shown by the button, with its reasons; the last good figures stay meanwhile.
      if (!answer.ok || own !== asked) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
      const part = document.getElementById(id);
      if (!fresh || !part) return;
      part.replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", address);
    } catch {
      // No network: the button says so.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void ask(), PAUSE);
  });
}
