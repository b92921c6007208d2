import type { Slots } from "./slots.js";

/** How a call of a kernel ended. */
export type CallOutcome =
  | { readonly kind: "ok" }
  | {
      readonly kind: "failed";
      /** The error site, which knows the message that the values belong to. */
      readonly site: number;
      /** The iteration of the outermost parallel loop: of several failures the lowest is reported. */
      readonly order: bigint;
      readonly values: readonly [bigint, bigint, bigint, bigint];
    }
  | { readonly kind: "interrupted" }
  /** `bytes` is the size that was refused; negative where the size of an array overflowed. */
  | { readonly kind: "out-of-memory"; readonly bytes: bigint };

const ok: CallOutcome = { kind: "ok" };

/** Slots of the native CallOutcome (runtime/src/call_outcome.h). */
export const outcomeSlots = 8;

/**
 * What a weft_status (runtime/src/kernel_abi.h) and the slots written beside it mean.
 * @throws Error for a status that no kernel returns.
 */
export function readOutcome(status: number, { integers }: Slots): CallOutcome {
  const slot = (index: number): bigint => integers[index] ?? 0n;
  switch (status) {
    case 0:
      return ok;
    case 1:
      return {
        kind: "failed",
        site: Number(slot(0)),
        order: slot(1),
        values: [slot(2), slot(3), slot(4), slot(5)],
      };
    case 2:
      return { kind: "interrupted" };
    case 3:
      return { kind: "out-of-memory", bytes: slot(6) };
    default:
      throw new Error(`A kernel returned status ${status}, which the kernel ABI does not know`);
  }
}
