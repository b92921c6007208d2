import { setTimeout } from "node:timers";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes, or characters, of a message whose copies V8 would keep for long: it collects the later, the less else happens. */
const LARGE = 1 << 23;
/** Milliseconds after a large message in which it is dealt with. */
const DELAY = 1000;

let collection: NodeJS.Timeout | undefined;

/** To be told the size of each message that comes to this thread: after a large one its heap is collected. */
export function collectAfter(size: number): void {
  if (size < LARGE) return;
  clearTimeout(collection);
  collection = setTimeout(collect, DELAY).unref();
}

function collect(): void {
  // Node has no other way. What runs later must not find the function.
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof gc === "function") gc();
}
