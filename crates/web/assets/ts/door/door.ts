// At the door: the list of entrances, the picture of a building, the form of a door, and what waits on this phone.
import { el, t } from "./dom";
import { form, nothing } from "./form";
import { forget, kept, newId, type Campaign, type Data, type Door, type Draft, type Entrance, type Visit } from "./keep";
import { Sender } from "./send";

const base = document.body.dataset["base"] ?? "";
const main = document.querySelector("main") as HTMLElement;
const safe = document.querySelector("#safe") as HTMLElement;
const sender = new Sender(base, () => draw());

/** What stands of a door here: what the phone has itself says more than what it took along. */
interface Here {
  campaign: Campaign;
  entrance: Entrance;
  door: Door;
}

function draw(): void {
  const { waits, sending, signedOut } = sender.state;
  const text = sending ? t("sending") : waits > 0 ? t("waits", { count: waits }) : t("all-safe");
  safe.replaceChildren(
    el("span", { className: waits > 0 ? "unsafe" : "" }, text), " ", el("span", { className: "quiet" }, navigator.onLine ? t("online") : t("offline")),
    waits > 0 && !sending ? el("button", { type: "button", onclick: () => void sender.flush(true) }, t("send")) : "",
    waits > 0 ? el("a", { href: "#/queue" }, t("queue")) : "",
    ...(signedOut ? [el("p", { className: "field-error" }, t("signed-out"), " ", el("a", { href: `/sign-in?next=${base}/app` }, t("sign-in")))] : []),
  );
}

async function data(): Promise<Data | undefined> {
  return (await kept(base)).get("data", "now");
}

async function show(): Promise<void> {
  const [, page, id] = location.hash.split("/");
  const told = await data();
  const view = page === "entrance" ? await picture(told, id ?? "")
    : page === "door" ? await door(told, id ?? "")
    : page === "queue" ? await queue()
    : await list(told);
  main.replaceChildren(...view);
  main.querySelector<HTMLElement>("h1")?.focus();
}

function head(text: string, back?: string): HTMLElement[] {
  const title = el("h1", { tabindex: -1 }, text);
  return back === undefined ? [title] : [el("p", {}, el("a", { href: back, className: "button button-plain" }, t("back"))), title];
}

/** Every entrance, one's own first. */
async function list(told: Data | undefined): Promise<HTMLElement[]> {
  const refresh = el("button", { type: "button", className: "button-plain", onclick: () => void sender.take().then(() => show()) }, t("refresh"));
  const none = !told || told.campaigns.length === 0;
  const visits = await latest();
  const parts = (told?.campaigns ?? []).flatMap((campaign) => [
    el("h2", {}, campaign.name),
    ...campaign.places.map((place) => el("section", {}, el("h3", {}, place.name), ...[true, false].flatMap((mine) => {
      const some = place.entrances.filter((entrance) => entrance.mine === mine);
      return some.length === 0 ? [] : [el("p", { className: "quiet" }, t(mine ? "mine" : "all")), el("ul", { className: "entrances" }, ...some.map((entrance) => row(entrance, visits)))];
    }))),
  ]);
  const from = told ? el("p", { className: "quiet" }, t("from-before", { at: new Date(told.at).toLocaleString(document.documentElement.lang) })) : "";
  return [...head(t("title")), ...(none ? [el("div", { className: "empty" }, el("p", { className: "empty-title" }, t("none")), el("p", {}, t("none-hint")))] : parts),
    el("p", { className: "actions" }, refresh), el("p", {}, from), el("p", { className: "quiet" }, t("install"))];
}

function row(entrance: Entrance, visits: Map<string, Visit>): HTMLElement {
  const left = entrance.doors.filter((door) => ["to-do", "nobody-home"].includes(stateOf(door, visits))).length;
  return el("li", {}, el("a", { href: `#/entrance/${entrance.id}` }, `${entrance.building} ${entrance.name}`), el("span", { className: "quiet" }, ` ${entrance.doors.length - left} / ${entrance.doors.length}`));
}

/** The last visit that this phone made to each door. */
async function latest(): Promise<Map<string, Visit>> {
  const visits = await (await kept(base)).getAll("visits");
  visits.sort((a, b) => (a.id < b.id ? -1 : 1));
  return new Map(visits.map((visit) => [visit.dwelling, visit]));
}

function stateOf(door: Door, visits: Map<string, Visit>): string {
  return visits.get(door.id)?.outcome.replace("_", "-") ?? door.state;
}

function find(told: Data | undefined, is: (entrance: Entrance, door?: Door) => boolean): Here[] {
  const found: Here[] = [];
  for (const campaign of told?.campaigns ?? [])
    for (const place of campaign.places)
      for (const entrance of place.entrances)
        for (const door of entrance.doors) if (is(entrance, door)) found.push({ campaign, entrance, door });
  return found;
}

/** Floors from above, doors side by side, coloured by what came of them. */
async function picture(told: Data | undefined, id: string): Promise<HTMLElement[]> {
  const here = find(told, (entrance) => entrance.id === id);
  const visits = await latest();
  const first = here[0];
  if (!first) return [...head(t("none"), "#"), el("p", {}, t("none-hint"))];
  const floors = new Map<number, Door[]>();
  for (const { door } of here) floors.set(door.floor, [...(floors.get(door.floor) ?? []), door]);
  const cell = (door: Door): HTMLElement => {
    const state = stateOf(door, visits);
    const own = visits.get(door.id);
    const waits = own && own.state !== "arrived";
    const times = state === "nobody-home" && door.times > 1 ? ` ×${door.times}` : "";
    return el("td", {}, el("a", { href: `#/door/${door.id}`, className: `door door-${state}`, "data-state": state, "data-waits": waits ? "yes" : undefined },
      door.room + times, el("span", { className: "away" }, ` ${t(state)}`), waits ? el("span", { className: "door-here", title: t("here") }, "•") : ""));
  };
  const line = ([floor, doors]: [number, Door[]]): HTMLElement => el("tr", {}, el("th", { scope: "row" }, t("floor", { floor })), ...doors.map(cell));
  const legend = ["answered", "nobody-home", "refused", "empty", "conflict", "to-do"];
  return [...head(`${first.entrance.building} ${first.entrance.name}`, "#"),
    el("table", { className: "doors doors-large" }, el("tbody", {}, ...[...floors].sort(([a], [b]) => b - a).map(line))),
    el("ul", { className: "door-legend" }, ...legend.map((state) => el("li", {}, el("span", { className: `door door-${state}`, "aria-hidden": "true" }), ` ${t(state)}`)))];
}

async function door(told: Data | undefined, id: string): Promise<HTMLElement[]> {
  const here = find(told, (_, door) => door?.id === id)[0];
  if (!told || !here) return [...head(t("none"), "#"), el("p", {}, t("none-hint"))];
  const db = await kept(base);
  const before = (await latest()).get(id);
  const fresh: Draft = { dwelling: id, outcome: before?.outcome ?? "answered", answers: before?.answers ?? nothing(), photos: [] };
  const draft = (await db.get("drafts", id)) ?? structuredClone(fresh);
  const back = `#/entrance/${here.entrance.id}`;
  const place = el("div", {});
  const problem = el("p", { className: "field-error", role: "alert" });
  const keepDraft = (): void => void db.put("drafts", draft).catch(() => (problem.textContent = t("full")));
  const again = (): void => place.replaceChildren(form(told, here.campaign, draft, keepDraft, again));
  again();
  const save = async (): Promise<void> => {
    const lacks = draft.outcome !== "answered" ? "" : !draft.answers.respondent ? "wrong-respondent" : !draft.answers.willing ? "wrong-answer" : "";
    if (lacks) {
      problem.textContent = t(lacks);
      return;
    }
    try {
      await write(here, draft, before);
    } catch {
      problem.textContent = t("full");
      return;
    }
    location.hash = back.slice(1);
    await sender.count();
    void sender.flush();
  };
  const earlier = before && el("p", { className: "quiet" }, became(before));
  return [...head(`${here.entrance.building} ${here.entrance.name} ${t("door", { room: here.door.room })}`, back),
    ...(earlier ? [earlier] : []), place, problem,
    el("p", { className: "actions door-save" }, el("button", { type: "button", onclick: () => void save() }, t(before?.outcome === "answered" ? "correct" : "save")))];
}

/** What became of a visit, for whoever opens its door again. */
function became(visit: Visit): string {
  if (visit.state === "refused") return t("not-taken", { why: visit.why ?? "" });
  if (visit.why === "second") return t("second");
  return visit.receipt ? `${t("receipt")} ${visit.receipt}` : "";
}

/** One transaction: the visit with its photos is on the phone, or nothing of it and the draft stays. */
async function write(here: Here, draft: Draft, before: Visit | undefined): Promise<void> {
  const tx = (await kept(base)).transaction(["visits", "photos", "drafts"], "readwrite");
  // What never left the phone is changed where it lies; what did, or may have, is corrected by another visit.
  const inPlace = before && before.state !== "arrived" ? before : undefined;
  const corrects = before?.state === "arrived" && before.outcome === "answered" ? before.id : inPlace?.replaces ?? null;
  const visit: Visit = {
    id: inPlace?.state === "waits" && !inPlace.tried ? inPlace.id : newId(),
    campaign: here.campaign.id,
    form_version: here.campaign.form_version,
    opinion: newId(),
    dwelling: draft.dwelling,
    outcome: draft.outcome,
    answers: draft.outcome === "answered" ? draft.answers : null,
    replaces: corrects,
    at: new Date().toISOString(),
    state: "waits",
  };
  if (inPlace && inPlace.id !== visit.id) {
    if (inPlace.state === "refused") {
      // It never arrived: its photos go with the one that takes its place.
      await tx.objectStore("visits").delete(inPlace.id);
      for (const photo of await tx.objectStore("photos").index("visit").getAll(inPlace.id)) {
        await tx.objectStore("photos").put({ ...photo, visit: visit.id });
      }
    } else {
      visit.replaces = inPlace.id;
    }
  }
  await tx.objectStore("visits").put(visit);
  for (const photo of draft.photos) await tx.objectStore("photos").put({ ...photo, visit: visit.id, state: "waits" });
  await tx.objectStore("drafts").delete(draft.dwelling);
  await tx.done;
}

async function queue(): Promise<HTMLElement[]> {
  const db = await kept(base);
  const visits = (await db.getAll("visits")).filter((visit) => visit.state !== "arrived");
  const photos = await db.getAll("photos");
  const why = (text: string | undefined): HTMLElement | "" => (text ? el("p", { className: "field-error" }, t("not-taken", { why: text })) : "");
  return [...head(t("queue"), "#"), el("ul", { className: "entries" },
    ...visits.map((visit) => el("li", {}, el("div", {}, el("a", { href: `#/door/${visit.dwelling}` }, `${t("queue-visit")} ${new Date(visit.at).toLocaleString(document.documentElement.lang)}`), why(visit.why)))),
    ...photos.map((photo) => el("li", {}, el("div", {}, `${t("queue-photo")} ${t(`place-${photo.place}`)}`, why(photo.why),
      // What the office does not take would wait for ever.
      photo.state === "refused" && el("button", { type: "button", className: "button-plain", onclick: () => void drop(photo.id) }, t("remove-photo"))))))];
}

async function drop(photo: string): Promise<void> {
  await (await kept(base)).delete("photos", photo);
  await sender.count();
  await show();
}

addEventListener("hashchange", () => void show());
addEventListener("online", () => void sender.flush());
addEventListener("offline", () => draw());
document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && sender.flush()));
if ("serviceWorker" in navigator) void navigator.serviceWorker.register(`${base}/sw.js`, { scope: `${base}/` });
void navigator.storage?.persist?.();

async function begin(): Promise<void> {
  await forget(base);
  await sender.count();
  await show();
  // Somebody may have gone on to a door meanwhile: what they fill in is not drawn anew.
  const taken = await sender.take().catch(() => false);
  if (taken && !location.hash.startsWith("#/door")) await show();
  await sender.flush();
}

void begin();
