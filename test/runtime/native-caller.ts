// A worker thread that starts an endless asynchronous kernel and says so; ending the thread must end the kernel.
import { parentPort } from "node:worker_threads";
import { loadNative } from "../../runtime/native.js";
import { putInteger } from "../../runtime/slots.js";
import { endless } from "./native-ir.js";

const native = loadNative();
const slots = native.slots(2);
putInteger(slots, 0, 4);
putInteger(slots, 1, 1e6);
const call = native.callAsync(
  native.compile(endless, { optLevel: 1 }).lookup("endless"),
  slots,
  native.slots(1),
  {
    keep: slots,
  },
);
parentPort?.postMessage("started");
parentPort?.postMessage(await call);
