import type { KernelSlots, Native } from "../../runtime/native.js";
import { putInteger } from "../../runtime/slots.js";

/** Slots for a kernel of native-ir.ts: `n` iterations of `cost` nanoseconds, and the addresses of `arrays`. */
export function loopArguments(
  native: Native,
  n: number,
  cost: number,
  ...arrays: readonly ArrayBuffer[]
): KernelSlots {
  const slots = native.slots(2 + arrays.length);
  putInteger(slots, 0, n);
  putInteger(slots, 1, cost);
  for (const [index, buffer] of arrays.entries()) putInteger(slots, 2 + index, native.addressOf(buffer));
  return slots;
}
