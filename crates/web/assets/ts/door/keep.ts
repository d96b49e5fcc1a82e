// What the phone keeps, in IndexedDB: what it took along, what it has to send, and the form that somebody is in the middle of.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export type Outcome = "answered" | "nobody_home" | "refused" | "empty";
export type Will = "yes" | "no" | "unsure";

export interface Answers {
  respondent?: "owner" | "occupant";
  willing?: Will;
  wishes: string[];
  text: string;
  hazard: boolean;
  pay: Will | null;
  pay_fen: number | null;
  council: boolean | null;
  needs: string;
  consent: boolean;
  own: Record<string, boolean | number | number[] | string>;
}

/** A visit as it waits on the phone, is refused, or has arrived. */
export interface Visit {
  id: string;
  campaign: string;
  form_version: number;
  opinion: string;
  dwelling: string;
  outcome: Outcome;
  answers: Answers | null;
  replaces: string | null;
  at: string;
  state: "waits" | "refused" | "arrived";
  /** It was under way once: the office may have it, though the phone never heard so. */
  tried?: boolean;
  why?: string;
  receipt?: string | null;
}

export interface Photo {
  id: string;
  visit: string;
  place: string;
  /** Bytes and no Blob: some browsers lose blobs from the database when they are closed. */
  bytes: ArrayBuffer;
  state: "waits" | "refused";
  why?: string;
}

/** A form that is being filled in. */
export interface Draft {
  dwelling: string;
  outcome: Outcome;
  answers: Answers;
  photos: { id: string; place: string; bytes: ArrayBuffer }[];
}

export interface Door {
  id: string;
  floor: number;
  room: string;
  state: string;
  times: number;
}
export interface Entrance {
  id: string;
  building: string;
  name: string;
  mine: boolean;
  doors: Door[];
}
export interface Question {
  code: string;
  label: string;
  kind: "yes_no" | "one" | "several" | "number" | "text";
  choices?: string[];
}
export interface Campaign {
  id: string;
  name: string;
  form_version: number;
  notice: string;
  special: boolean;
  own: Question[];
  places: { id: string; name: string; entrances: Entrance[] }[];
}
export interface Data {
  at: string;
  person: { account: string; name: string };
  campaigns: Campaign[];
  catalogue: { name: string; items: { code: string; name: string }[] }[];
}

interface Kept extends DBSchema {
  data: { key: string; value: Data };
  visits: { key: string; value: Visit; indexes: { dwelling: string; state: string } };
  photos: { key: string; value: Photo; indexes: { visit: string } };
  drafts: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;

/** One database for each office: a surveyor of two offices mixes nothing up. */
export function kept(base: string): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>(`linli${base}`, 1, {
    upgrade(db) {
      db.createObjectStore("data");
      const visits = db.createObjectStore("visits", { keyPath: "id" });
      visits.createIndex("dwelling", "dwelling");
      visits.createIndex("state", "state");
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visit");
      db.createObjectStore("drafts", { keyPath: "dwelling" });
    },
  });
  return opened;
}

const DAY = 24 * 60 * 60 * 1000;

/** What arrived is kept for corrections until the evening after, and no longer: what was said at doors does not stay on a phone. */
export async function forget(base: string): Promise<void> {
  const db = await kept(base);
  for (const visit of await db.getAll("visits")) {
    if (visit.state === "arrived" && Date.now() - Date.parse(visit.at) > 2 * DAY) await db.delete("visits", visit.id);
  }
}

/** An id that nobody else makes: UUIDv7, so that it sorts by time. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) & 0xff;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
