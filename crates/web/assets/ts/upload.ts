import { Upload } from "tus-js-client";

/**
 * Forms with files (`<form data-upload="/desk/430527/uploads">`): each file is sent in parts that survive a broken line, then the
 * form goes out with the ids in their place. Without script the form carries the files itself.
 */
export function uploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) watch(form);
}

const PART = 1024 * 1024;
/** Seconds between tries, in milliseconds; after the last the form says so and keeps everything. */
const AGAIN = [1000, 3000, 5000, 10_000, 20_000, 40_000];

function watch(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (!input?.files?.length || form.dataset["sent"]) return;
    event.preventDefault();
    void send(form, input, [...input.files]);
  });
}

async function send(form: HTMLFormElement, input: HTMLInputElement, files: File[]): Promise<void> {
  const state = form.querySelector<HTMLElement>(".upload-state");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (button) button.disabled = true;
  const words = state?.dataset ?? {};
  const say = (text: string): void => void (state && (state.textContent = text));
  try {
    let number = 0;
    for (const file of files) {
      const which = `${(number += 1)}/${files.length} · ${file.name}`;
      const sending = (part: number): void => say(`${words["sending"]} ${which} · ${Math.floor(part * 100)} %`);
      form.append(hidden("upload", await one(form, file, sending, () => say(`${words["again"]} ${which}`))));
    }
    input.value = "";
    input.required = false;
    form.dataset["sent"] = "yes";
    form.submit();
  } catch {
    // Too large, signed out, no network for a minute: the plain form gives the reason in words.
    for (const old of form.querySelectorAll("input[name=upload]")) old.remove();
    form.dataset["sent"] = "yes";
    form.submit();
  }
}

function one(form: HTMLFormElement, file: File, progress: (part: number) => void, again: () => void): Promise<string> {
  return new Promise((done, failed) => {
    const upload = new Upload(file, {
      endpoint: form.dataset["upload"] ?? "",
      chunkSize: PART,
      retryDelays: AGAIN,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name },
      // What the server refuses stays refused; what the network breaks is tried again.
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const worth = status === 0 || status === 409 || status >= 500;
        if (worth) again();
        return worth;
      },
      onError: failed,
      onProgress: (sent, whole) => progress(whole ? sent / whole : 0),
      onSuccess: () => done(upload.url?.split("/").pop() ?? ""),
    });
    upload.start();
  });
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  return input;
}
