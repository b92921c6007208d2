// A stop ends a product of matrices that Weft's own blocks compute.
import { env } from "node:process";
import { interruptLongPrograms } from "./interrupt-long-programs.js";
import { LONG_PROGRAMS } from "./long-programs.js";

// Read when the runtime is loaded, at the first call.
env["WEFT_BLAS"] = "off";
interruptLongPrograms(LONG_PROGRAMS.filter(({ source }) => source.includes("matmul")));
