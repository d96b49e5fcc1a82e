// Sending: visits first, each until the office has it, then their photos one by one. What was refused stays and says why.
import { kept, type Data, type Photo, type Visit } from "./keep";

export interface State {
  waits: number;
  sending: boolean;
  signedOut: boolean;
}

export class Sender {
  state: State = { waits: 0, sending: false, signedOut: false };
  private again = false;

  constructor(
    private readonly base: string,
    private readonly changed: () => void,
  ) {}

  async count(): Promise<void> {
    const db = await kept(this.base);
    const visits = (await db.getAll("visits")).filter((visit) => visit.state !== "arrived").length;
    this.state.waits = visits + (await db.count("photos"));
    this.changed();
  }

  /** Sends all that waits. Asked for again while it sends, it goes once more when it is done. */
  async flush(byHand = false): Promise<void> {
    // What was never under way can still be changed where it lies.
    if (!navigator.onLine && !byHand) return;
    if (this.state.sending) {
      this.again = true;
      return;
    }
    this.state.sending = true;
    this.changed();
    try {
      do {
        this.again = false;
        if (!(await this.visits()) || !(await this.photos())) break;
        this.state.signedOut = false;
      } while (this.again);
    } catch {
      // No network, or a server that is away: it waits.
    }
    this.state.sending = false;
    await this.count();
  }

  private async visits(): Promise<boolean> {
    const db = await kept(this.base);
    const waiting = (await db.getAllFromIndex("visits", "state", "waits")).sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const visit of waiting) {
      const { dwelling, outcome, answers, replaces } = visit;
      const body = JSON.stringify({
        campaign: visit.campaign,
        form_version: visit.form_version,
        opinion: visit.opinion,
        visit: { dwelling, outcome, answers, replaces },
        at: visit.at,
        sent_at: new Date().toISOString(),
      });
      // A full phone cannot note that; sending makes room.
      await db.put("visits", { ...visit, tried: true }).catch(() => undefined);
      const answer = await this.put(`visits/${visit.id}`, body, "application/json");
      if (!this.goesOn(answer)) return false;
      const told = (await answer.json().catch(() => ({}))) as { kept?: string; receipt?: string | null; why?: string };
      // Changed on the phone while it was under way: the next round sends that.
      const now = (await db.get("visits", visit.id)) ?? visit;
      const settled: Visit = answer.ok
        ? { ...now, state: "arrived", receipt: told.receipt ?? null, why: told.kept === "second" ? "second" : undefined }
        : { ...now, state: "refused", why: told.why ?? String(answer.status) };
      // A phone too full to note that it arrived keeps nothing of it: the office has it.
      await db.put("visits", settled).catch(() => (answer.ok ? db.delete("visits", visit.id) : undefined));
      await this.count();
    }
    return true;
  }

  private async photos(): Promise<boolean> {
    const db = await kept(this.base);
    for (const photo of await db.getAll("photos")) {
      const visit = await db.get("visits", photo.visit);
      // A visit that is no longer on the phone arrived long ago.
      if (photo.state !== "waits" || (visit && visit.state !== "arrived")) continue;
      // Meanwhile it may have gone on to another visit.
      const here = async (): Promise<boolean> => (await db.get("photos", photo.id))?.visit === photo.visit;
      if (!(await here())) continue;
      const path = `photos/${photo.id}?visit=${photo.visit}&place=${photo.place}`;
      const answer = await this.put(path, new Blob([photo.bytes], { type: "image/jpeg" }), "image/jpeg");
      if (!this.goesOn(answer)) return false;
      if (answer.ok) {
        await db.delete("photos", photo.id);
      } else if (await here()) {
        const told = (await answer.json().catch(() => ({}))) as { why?: string };
        const refused: Photo = { ...photo, state: "refused", why: told.why ?? String(answer.status) };
        await db.put("photos", refused);
      }
      await this.count();
    }
    return true;
  }

  private put(path: string, body: BodyInit, type: string): Promise<Response> {
    const headers = { "content-type": type, accept: "application/json" };
    return fetch(`${this.base}/${path}`, { method: "PUT", body, headers, redirect: "manual" });
  }

  /** Signed out, or the server in trouble: all of it waits, nothing is taken for refused. */
  private goesOn(answer: Response): boolean {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 303) {
      this.state.signedOut = true;
      return false;
    }
    return answer.status < 500 && answer.status !== 408 && answer.status !== 429;
  }

  /** Takes doors, questions and catalogue along. */
  async take(): Promise<boolean> {
    const answer = await fetch(`${this.base}/data`, { headers: { accept: "application/json" }, redirect: "manual" });
    if (!this.goesOn(answer) || !answer.ok) {
      this.changed();
      return false;
    }
    const data = (await answer.json()) as Data;
    await (await kept(this.base)).put("data", data, "now");
    this.state.signedOut = false;
    this.changed();
    return true;
  }
}
