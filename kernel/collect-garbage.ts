import { setTimeout } from "node:timers";
import { findGarbageCollector } from "../runtime/garbage-collector.js";

/** Bytes, or characters, of a message whose copies V8 would keep for long: it collects the later, the less else happens. */
const LARGE = 1 << 23;
/** Milliseconds after a large message in which it is dealt with. */
const DELAY = 1000;

let collection: NodeJS.Timeout | undefined;

/** To be told the size of each message that comes to this thread: after a large one its heap is collected. */
export function collectAfter(size: number): void {
  if (size < LARGE) return;
  clearTimeout(collection);
  collection = setTimeout(() => findGarbageCollector()?.(), DELAY).unref();
}
