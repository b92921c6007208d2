import { CELL } from "../transpile/runtime-names.js";
import { type LineMagic, MagicError } from "./magic.js";

/** `%roofline` shows the parallel loops of the session beside what the machine can do. */
export const roofline: LineMagic = {
  name: "%roofline",
  usage: "%roofline",
  summary: "Shows the parallel loops that have run below what the machine's memory and arithmetic allow.",
  details:
    "A loop on the slanted roof is as fast as memory gives it data, one on the level roof as fast as the processor computes. Bytes count once for each element, as if caches held the rest.",
  rewrite(argument) {
    if (argument.replace(";", "") !== "") throw new MagicError(`Usage: ${roofline.usage}`);
    return `await ${CELL}.roofline();`;
  },
};
