// A process that ends while an endless kernel runs. Exits with 3.
import { loadNative } from "../../runtime/native.js";
import { endless } from "./native-ir.js";
import { loopArguments } from "./native-loop-arguments.js";

const native = loadNative();
const slots = loopArguments(native, 16, 1e6);
const entry = native.compile(endless, { optLevel: 1 }).lookup("endless");
void native.callAsync(entry, slots, native.slots(1), { keep: slots });
while (native.runningLoops().length === 0) await new Promise(setImmediate);
process.exit(3);
