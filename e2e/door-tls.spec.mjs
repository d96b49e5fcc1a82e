// At the door, over the binary's own TLS.
import { doors } from "./door.mjs";

doors(true);
