// At the door, on localhost.
import { doors } from "./door.mjs";

doors(false);
