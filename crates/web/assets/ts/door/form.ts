// The form of one door: what came of the visit, and what was answered. Most of it is one tap each.
import { el, t } from "./dom";
import type { Answers, Campaign, Data, Draft, Outcome, Question, Will } from "./keep";
import { newId } from "./keep";
import { small, smaller } from "./photo";

export const nothing = (): Answers => ({
  wishes: [], text: "", hazard: false, pay: null, pay_fen: null, council: null, needs: "", consent: false, own: {},
});

const MOST_WISHES = 3;
const MOST_PHOTOS = 9;

/** One of several, as large buttons; `value` is what is chosen. */
function choose<T extends string>(name: string, legend: string, choices: [T, string][], value: T | null | undefined, chosen: (value: T) => void): HTMLElement {
  const one = ([key, label]: [T, string]): HTMLElement =>
    el("label", { className: "choice tap" },
      el("input", { type: "radio", name, value: key, checked: key === value, onchange: () => chosen(key) }), el("span", {}, label));
  return el("fieldset", { className: "taps" }, el("legend", {}, legend), ...choices.map(one));
}

function tick(label: string, value: boolean, changed: (value: boolean) => void): HTMLElement {
  return el("label", { className: "choice tap tap-wide" },
    el("input", { type: "checkbox", checked: value, onchange: (event: Event) => changed((event.target as HTMLInputElement).checked) }), el("span", {}, label));
}

export function form(data: Data, campaign: Campaign, draft: Draft, changed: () => void, again: () => void): HTMLElement {
  const { answers } = draft;
  const put = (change: Partial<Answers>): void => {
    Object.assign(answers, change);
    changed();
  };
  const wills: [Will, string][] = [["yes", t("yes")], ["no", t("no")], ["unsure", t("unsure")]];
  const outcomes: [Outcome, string][] =
    [["answered", t("answered")], ["nobody_home", t("nobody-home")], ["refused", t("refused")], ["empty", t("empty")]];
  const outcome = choose("outcome", t("outcome"), outcomes, draft.outcome, (value) => {
    draft.outcome = value;
    changed();
    again();
  });
  if (draft.outcome !== "answered") return el("div", {}, outcome);
  return el("div", {},
    outcome,
    el("details", { className: "notice-read" }, el("summary", {}, t("notice")), el("p", {}, campaign.notice)),
    choose("respondent", t("respondent"), [["owner", t("owner")], ["occupant", t("occupant")]], answers.respondent, (respondent) => put({ respondent })),
    choose("willing", t("willing"), wills, answers.willing, (willing) => put({ willing })),
    wishes(data, answers, put),
    choose("pay", t("pay"), wills, answers.pay, (pay) => {
      put({ pay, pay_fen: pay === "yes" ? answers.pay_fen : null });
      again();
    }),
    answers.pay === "yes" && amount(answers, put),
    tick(t("council"), answers.council === true, (council) => put({ council })),
    tick(t("hazard"), answers.hazard, (hazard) => put({ hazard })),
    el("details", { className: "more", open: answers.text !== "" || draft.photos.length > 0 || Object.keys(answers.own).length > 0 },
      el("summary", {}, t("more")),
      el("label", { className: "field" }, el("span", { className: "field-label" }, t("text")), el("span", { className: "field-hint" }, t("text-hint")),
        el("textarea", { rows: 4, maxlength: 2000, oninput: (event: Event) => put({ text: (event.target as HTMLTextAreaElement).value }) }, answers.text)),
      photos(draft, changed, again),
      ...campaign.own.map((question) => own(question, answers, put)),
      campaign.special && tick(t("consent"), answers.consent, (consent) => {
        put({ consent, needs: consent ? answers.needs : "" });
        again();
      }),
      campaign.special && answers.consent && el("label", { className: "field" }, el("span", { className: "field-label" }, t("needs")),
        el("textarea", { rows: 2, maxlength: 500, oninput: (event: Event) => put({ needs: (event.target as HTMLTextAreaElement).value }) }, answers.needs)),
    ),
  );
}

function wishes(data: Data, answers: Answers, put: (change: Partial<Answers>) => void): HTMLElement {
  const buttons: HTMLButtonElement[] = [];
  const draw = (): void => {
    for (const button of buttons) {
      const rank = answers.wishes.indexOf(button.dataset["code"] ?? "") + 1;
      button.setAttribute("aria-pressed", String(rank > 0));
      button.disabled = rank === 0 && answers.wishes.length >= MOST_WISHES;
      const mark = button.querySelector(".wish-rank");
      if (mark) mark.textContent = rank > 0 ? String(rank) : "";
    }
  };
  const item = ({ code, name }: { code: string; name: string }): HTMLElement => {
    const button = el("button", {
      type: "button", className: "wish", "data-code": code,
      onclick: () => {
        const there = answers.wishes.includes(code);
        put({ wishes: there ? answers.wishes.filter((other) => other !== code) : [...answers.wishes, code] });
        draw();
      },
    }, el("span", { className: "wish-rank" }), name);
    buttons.push(button);
    return button;
  };
  const made = el("fieldset", { className: "wishes" }, el("legend", {}, t("wishes")), el("p", { className: "field-hint" }, t("wishes-hint")),
    ...data.catalogue.map((group) => el("div", { className: "wish-group" }, el("p", { className: "quiet" }, group.name), ...group.items.map(item))));
  draw();
  return made;
}

function amount(answers: Answers, put: (change: Partial<Answers>) => void): HTMLElement {
  const yuan = answers.pay_fen === null ? "" : String(answers.pay_fen / 100);
  return el("label", { className: "field" }, el("span", { className: "field-label" }, t("pay-amount")),
    el("input", {
      type: "text", inputmode: "decimal", value: yuan,
      oninput: (event: Event) => {
        const typed = (event.target as HTMLInputElement).value.replace(/[，,\s]/g, "").replace("。", ".");
        const fen = /^\d{1,7}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : 0;
        put({ pay_fen: fen > 0 ? fen : null });
      },
    }));
}

const PLACES = ["entrance", "building", "common", "dwelling"];

function photos(draft: Draft, changed: () => void, again: () => void): HTMLElement {
  const place = el("select", { "aria-label": t("photos") }, ...PLACES.map((place) => el("option", { value: place }, t(`place-${place}`))));
  const problem = el("p", { className: "field-error", role: "alert" });
  const add = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    try {
      for (const file of input.files ?? []) draft.photos.push({ id: newId(), place: place.value, bytes: await smaller(file) });
      changed();
      again();
    } catch {
      problem.textContent = t("not-taken", { why: input.files?.[0]?.name ?? "" });
    }
    input.value = "";
  };
  const one = (photo: Draft["photos"][number]): HTMLElement =>
    el("li", {}, small(photo.bytes, t(`place-${photo.place}`)),
      el("button", { type: "button", className: "button-plain", onclick: () => {
        draft.photos = draft.photos.filter((other) => other.id !== photo.id);
        changed();
        again();
      } }, t("remove-photo")));
  return el("fieldset", { className: "photos" }, el("legend", {}, t("photos")), place,
    draft.photos.length < MOST_PHOTOS && el("label", { className: "button button-plain" }, t("photo-add"),
      el("input", { type: "file", accept: "image/*", capture: "environment", className: "away", onchange: (event: Event) => void add(event) })),
    problem, el("ul", { className: "photo-list" }, ...draft.photos.map(one)));
}

function own(question: Question, answers: Answers, put: (change: Partial<Answers>) => void): HTMLElement {
  const { code, label } = question;
  const set = (value: Answers["own"][string] | undefined): void => {
    const { [code]: _, ...rest } = answers.own;
    put({ own: value === undefined ? rest : { ...rest, [code]: value } });
  };
  const there = answers.own[code];
  const typed = (event: Event): string => (event.target as HTMLInputElement).value.trim();
  const field = (input: HTMLElement): HTMLElement => el("label", { className: "field" }, el("span", { className: "field-label" }, label), input);
  switch (question.kind) {
    case "yes_no":
      return choose(code, label, [["true", t("yes-plain")], ["false", t("no-plain")]], there === undefined ? null : (String(there) as "true" | "false"), (value) => set(value === "true"));
    case "one":
      return choose(code, label, (question.choices ?? []).map((choice, at) => [String(at), choice]), there === undefined ? null : String(there), (value) => set(Number(value)));
    case "several": {
      const chosen = new Set(Array.isArray(there) ? there : []);
      const one = (choice: string, at: number): HTMLElement => tick(choice, chosen.has(at), (yes) => {
        if (yes) chosen.add(at);
        else chosen.delete(at);
        set(chosen.size > 0 ? [...chosen].sort((a, b) => a - b) : undefined);
      });
      return el("fieldset", { className: "taps" }, el("legend", {}, label), ...(question.choices ?? []).map(one));
    }
    case "number":
      return field(el("input", { type: "text", inputmode: "numeric", value: there ?? "", oninput: (event: Event) => set(/^\d{1,9}$/.test(typed(event)) ? Number(typed(event)) : undefined) }));
    case "text":
      return field(el("textarea", { rows: 2, maxlength: 500, oninput: (event: Event) => set(typed(event) || undefined) }, String(there ?? "")));
  }
}
