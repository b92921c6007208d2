// A stop ends whatever parallel code or the runtime is busy with.
import { interruptLongPrograms } from "./interrupt-long-programs.js";
import { LONG_PROGRAMS } from "./long-programs.js";

interruptLongPrograms(LONG_PROGRAMS);
