/** Makes a table of inputs behave like a spreadsheet (`<table data-grid>`): keys, pasting, filling down, undo. */
type Cell = HTMLInputElement | null | undefined;
type Change = { input: HTMLInputElement; was: string; is: string };
type Place = { y: number; x: number };

const figures = "input:not([type=hidden])";

class Sheet {
  private readonly rows: Cell[][];
  private readonly done: Change[][] = [];
  private undone: Change[][] = [];
  private before = "";

  constructor(table: HTMLTableElement) {
    const cells = (row: HTMLTableRowElement): Cell[] =>
      Array.from(row.cells)
        .slice(1)
        .map((cell) => cell.querySelector<HTMLInputElement>(figures));
    this.rows = Array.from(table.tBodies[0]?.rows ?? []).map(cells);
    table.addEventListener("focusin", (event) => (this.before = (event.target as HTMLInputElement).value ?? ""));
    table.addEventListener("focusout", (event) => this.commit(event.target as HTMLInputElement));
    table.addEventListener("keydown", (event) => {
      const at = this.place(event.target);
      if (at && this.key(event, event.target as HTMLInputElement, at)) event.preventDefault();
    });
    table.addEventListener("paste", (event) => this.paste(event));
  }

  private place(target: EventTarget | null): Place | undefined {
    for (let y = 0; y < this.rows.length; y += 1) {
      const x = this.rows[y]!.indexOf(target as HTMLInputElement);
      if (x >= 0) return { y, x };
    }
    return undefined;
  }

  private go(y: number, x: number): boolean {
    const to = this.rows[y]?.[x];
    to?.focus();
    to?.select();
    return Boolean(to);
  }

  private put(changes: Change[], back: boolean): void {
    for (const change of changes) change.input.value = back ? change.was : change.is;
    changes[0]?.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private keep(changes: Change[]): void {
    const real = changes.filter((change) => change.was !== change.is);
    if (real.length === 0) return;
    this.done.push(real);
    this.undone = [];
  }

  /** What was typed into a cell, once it is left. */
  private commit(input: HTMLInputElement): void {
    if (!this.place(input)) return;
    this.keep([{ input, was: this.before, is: input.value }]);
    this.before = input.value;
  }

  private replay(back: boolean): void {
    const changes = back ? this.done.pop() : this.undone.pop();
    if (!changes) return;
    this.put(changes, back);
    (back ? this.undone : this.done).push(changes);
    const first = changes[0]!.input;
    this.before = first.value;
    first.focus();
  }

  private fillDown(input: HTMLInputElement, at: Place): void {
    const above = this.rows[at.y - 1]?.[at.x];
    if (!above) return;
    const change = { input, was: input.value, is: above.value || above.placeholder };
    this.keep([change]);
    this.put([change], false);
    this.before = input.value;
  }

  /** Whether the key was ours. */
  private key(event: KeyboardEvent, input: HTMLInputElement, at: Place): boolean {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" || key === "y") {
        this.commit(input);
        this.replay(key === "z" && !event.shiftKey);
        return true;
      }
      if (key === "d") this.fillDown(input, at);
      return key === "d";
    }
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    switch (key) {
      case "escape":
        input.value = this.before;
        return true;
      case "enter":
        // At the last row it stays: a form is not sent by a key that moves.
        this.go(at.y + (event.shiftKey ? -1 : 1), at.x);
        return true;
      case "arrowdown":
        return this.go(at.y + 1, at.x);
      case "arrowup":
        return this.go(at.y - 1, at.x);
      case "arrowright":
        return (all || input.selectionStart === input.value.length) && this.go(at.y, at.x + 1);
      case "arrowleft":
        return (all || input.selectionEnd === 0) && this.go(at.y, at.x - 1);
      default:
        return false;
    }
  }

  /** A block from a spreadsheet, from this cell on; a single value is pasted by the browser. */
  private paste(event: ClipboardEvent): void {
    const at = this.place(event.target);
    const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r/g, "").replace(/\n$/, "");
    if (!at || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const changes: Change[] = [];
    text.split("\n").forEach((line, dy) => {
      line.split("\t").forEach((value, dx) => {
        const input = this.rows[at.y + dy]?.[at.x + dx];
        if (input) changes.push({ input, was: input.value, is: value.trim() });
      });
    });
    this.keep(changes);
    this.put(changes, false);
    this.before = (event.target as HTMLInputElement).value;
  }
}

export function grid(table: HTMLTableElement): void {
  new Sheet(table);
  const keys = document.querySelector<HTMLElement>("[data-grid-keys]");
  if (keys) keys.hidden = false;
}
