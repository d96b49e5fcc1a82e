// Every page works without this file. It only makes some things smoother.
import { live } from "./live";
import { printing } from "./print";
import { unsaved } from "./unsaved";

document.documentElement.classList.add("scripted");
printing();
unsaved();
live();
