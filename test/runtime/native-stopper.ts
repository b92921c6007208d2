// A worker thread that stops kernels of the whole process every few milliseconds, and says when it begins.
import { parentPort } from "node:worker_threads";
import { loadNative } from "../../runtime/native.js";

const native = loadNative();
setInterval(() => native.requestStop(), 5);
parentPort?.postMessage("ready");
