// What a 1-D assignment between overlapping views of one array reads, where NumPy copies element by element without a temporary array.
import { countedLoop } from "./counted-loop.js";
import type { Emission } from "./emission.js";

/** A 1-D view: its address, and its extent and stride in elements. */
export interface Row {
  readonly data: string;
  readonly extent: string;
  readonly stride: string;
}

/**
 * An i1: `target[…] = source` is copied in place, so that elements already written may be read again.
 *
 * NumPy makes a temporary copy of an overlapping source unless the target is 1-D and both go in the same direction
 * (`PyArray_AssignArray` in its `array_assign_array.c`). With equal strides the order that it then chooses is that of memmove.
 */
export function isInOrder(e: Emission, source: Row, target: Row): string {
  const { code } = e;
  const direction = code.assign(`xor i64 ${source.stride}, ${target.stride}`);
  const moves = code.assign(`icmp ne i64 ${target.stride}, 0`);
  const together = code.assign(`icmp sge i64 ${direction}, 0`);
  const differs = code.assign(`icmp ne i64 ${direction}, 0`);
  const same = code.assign(`icmp eq i64 ${source.extent}, ${target.extent}`);
  return [together, differs, same].reduce((all, each) => code.assign(`and i1 ${all}, ${each}`), moves);
}

/**
 * Visits the elements in the order in which `target[…] = source` writes them. `body` gets the position, and where the value comes from:
 * with `written`, from the element of that position written before; else from `source`.
 *
 * The order is that of `raw_array_assign_array` in the same file: along the addresses of the target, or against them where the
 * source begins before the target and reaches into it.
 */
export function forEachInOrder(
  e: Emission,
  source: Row,
  target: Row,
  bytes: number,
  body: (position: string, from: { readonly written: string; readonly position: string }) => void,
): void {
  const { code } = e;
  const { extent } = source;
  const [from, to] = [source.data, target.data].map((data) => code.assign(`ptrtoint ptr ${data} to i64`));
  const distance = code.assign(`sdiv exact i64 ${code.assign(`sub i64 ${from}, ${to}`)}, ${bytes}`);
  const last = code.assign(`sub i64 ${extent}, 1`);
  const turned = code.assign(`icmp slt i64 ${target.stride}, 0`);
  const spread = code.assign(`sub i64 ${source.stride}, ${target.stride}`);
  const lastDistance = code.assign(`add i64 ${distance}, ${code.assign(`mul i64 ${last}, ${spread}`)}`);
  const lowest = code.assign(`select i1 ${turned}, i64 ${lastDistance}, i64 ${distance}`);
  const magnitude = e.unit.module.declare("llvm.abs.i64", "i64", ["i64", "i1"]);
  const step = code.assign(`call i64 ${magnitude}(i64 ${source.stride}, i1 false)`);
  const reach = code.assign(`add i64 ${lowest}, ${code.assign(`mul i64 ${extent}, ${step}`)}`);
  const before = code.assign(`icmp slt i64 ${lowest}, 0`);
  const against = code.assign(`and i1 ${before}, ${code.assign(`icmp sgt i64 ${reach}, 0`)}`);
  const descending = code.assign(`xor i1 ${turned}, ${against}`);
  const exit = code.label("copied");
  countedLoop(e, { begin: "0", end: extent, signed: true, poll: "strip", metadata: "", exit }, (index) => {
    const mirrored = code.assign(`sub i64 ${last}, ${index}`);
    const position = code.assign(`select i1 ${descending}, i64 ${mirrored}, i64 ${index}`);
    const offset = code.assign(`mul i64 ${position}, ${source.stride}`);
    const at = code.assign(`add i64 ${distance}, ${offset}`);
    const writer = code.assign(`sdiv i64 ${at}, ${target.stride}`);
    const hits = code.assign(`icmp eq i64 ${code.assign(`mul i64 ${writer}, ${target.stride}`)}, ${at}`);
    const inside = code.assign(`icmp ult i64 ${writer}, ${extent}`);
    const [later, earlier] = ["sgt", "slt"].map((order) =>
      code.assign(`icmp ${order} i64 ${writer}, ${position}`),
    );
    const done = code.assign(`select i1 ${descending}, i1 ${later}, i1 ${earlier}`);
    const written = code.assign(`and i1 ${code.assign(`and i1 ${hits}, ${inside}`)}, ${done}`);
    body(position, { written, position: writer });
  });
}
