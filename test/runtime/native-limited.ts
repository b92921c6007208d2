// A process with settings in its environment: prints its threads, its memory limit and how allocations of 6 MB end until
// one is refused, first with arrays that live, then with dead ones.
import { loadNative } from "../../runtime/native.js";
import { putInteger, takeSmall } from "../../runtime/slots.js";
import { allocate } from "./native-ir.js";

const native = loadNative();
const entry = native.compile(allocate, { optLevel: 1 }).lookup("allocate");
const slots = native.slots(2);
const results = native.slots(2);
putInteger(slots, 0, 6_000_000);

let living = 0;
const arrays: ArrayBuffer[] = [];
while (native.call(entry, slots, results).kind === "ok")
  arrays[living++] = native.adopt(takeSmall(results, 1));
const refused = native.call(entry, slots, results).kind;

arrays.length = 0;
let dead = 0;
for (; dead < 100 && native.call(entry, slots, results).kind === "ok"; dead++)
  native.release(takeSmall(results, 1));
console.log(JSON.stringify([native.numThreads(), native.memoryStats().limitBytes, living, refused, dead]));
