// Every page works without this file. It only makes some things smoother.
import { live } from "./live";
import { pairs } from "./pair";
import { printing } from "./print";
import { unsaved } from "./unsaved";

document.documentElement.classList.add("scripted");
printing();
unsaved();
live();
pairs();
// Only who sends files needs what that takes.
if (document.querySelector("form[data-upload]")) void import("./upload").then((sender) => sender.uploads());
