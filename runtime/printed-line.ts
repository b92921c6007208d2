import { inspect } from "node:util";
import { itemsize } from "../compiler/ir/dtype.js";
import type { PrintPiece, Site } from "../compiler/ir/program.js";
import type { PrintRecord } from "./addon-interface.js";
import { typedArrayOver } from "./dtype.js";
import { sizeOf } from "./layout.js";
import { takeScalar } from "./marshal-results.js";
import { NDArray } from "./ndarray.js";
import type { PrintBatch } from "./print-batch.js";
import { makeSlots, type Slots, takeSmall } from "./slots.js";

/** Hands the lines of a kernel's `console.log` calls to `log`, in order. Values read as they would in an ordinary cell. */
export function printLines(prints: PrintBatch, sites: readonly Site[], log: (line: string) => void): void {
  for (const record of prints.records) {
    const site = sites[record.site];
    if (site?.kind === "print") log(lineOf(site.pieces, record, prints));
  }
  if (prints.dropped > 0) log(`… and ${prints.dropped} more lines: a call may print 100,000`);
}

function lineOf(pieces: readonly PrintPiece[], record: PrintRecord, prints: PrintBatch): string {
  const slots = makeSlots(record.slots.length);
  slots.integers.set(record.slots);
  const words: string[] = [];
  let next = 0;
  for (const piece of pieces) {
    switch (piece.kind) {
      case "text":
        words.push(piece.text);
        break;
      case "scalar":
        words.push(inspect(takeScalar(piece.dtype, next, slots)));
        next += piece.dtype === "complex64" || piece.dtype === "complex128" ? 2 : 1;
        break;
      case "array":
        words.push(snapshotText(piece, slots, next, prints));
        next += 1 + 2 * piece.ndim;
        break;
    }
  }
  return words.join("");
}

function snapshotText(
  { dtype, ndim }: Extract<PrintPiece, { kind: "array" }>,
  slots: Slots,
  at: number,
  prints: PrintBatch,
): string {
  const shape = Array.from({ length: ndim }, (_, axis) => takeSmall(slots, at + 1 + axis));
  const bytes = sizeOf(shape) * itemsize(dtype);
  const address = takeSmall(slots, at);
  if (address === 0) return `an array of shape (${shape}) for whose copy there was no memory`;
  return inspect(new NDArray(dtype, typedArrayOver(dtype, prints.read(address, bytes)), shape));
}
