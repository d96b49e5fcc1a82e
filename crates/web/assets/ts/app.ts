// Every page works without this file. It only makes some things smoother.
import { live } from "./live";
import { once } from "./once";
import { pairs } from "./pair";
import { paper } from "./paper";
import { printing } from "./print";
import { unsaved } from "./unsaved";

document.documentElement.classList.add("scripted");
printing();
unsaved();
once();
live();
pairs();
paper();
// Only who sends files needs what that takes.
if (document.querySelector("form[data-upload]")) void import("./upload").then((sender) => sender.uploads());
// Only who tries figures out needs what that takes.
const tried = document.querySelector<HTMLFormElement>("form[data-what-if]");
if (tried) void import("./what-if").then((form) => form.whatIf(tried));
// Only who enters figures needs what that takes.
const table = document.querySelector<HTMLTableElement>("table[data-grid]");
if (table) void import("./grid").then((sheet) => sheet.grid(table));
// Only who groups opinions needs what that takes.
const groups = document.querySelector<HTMLFormElement>("form[data-board]");
if (groups) void import("./board").then((needs) => needs.board(groups));
