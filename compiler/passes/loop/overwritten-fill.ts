import type { Definitions } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Store } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { isScalarOp, valuesDefinedIn, walk } from "../../ir/visit.js";
import { decidedBody } from "./decide-test.js";
import type { IndexTest } from "./index-tests.js";

/**
 * Whether iterations outside of the range of `test` only store what is the same for all, where those within store as well: then all may do
 * so first. A loop that goes through is faster than two whose lengths the processor can't foresee.
 */
export function isOverwrittenFill(
  body: readonly LoopOp[],
  { op, inside }: IndexTest,
  definitions: Definitions,
  tables: Tables,
): boolean {
  const own = valuesDefinedIn(body, tables);
  const fill = decidedBody(body, op, !inside, tables);
  const stores = fill.flatMap((each) => (each.kind === "store" ? [each] : []));
  if (stores.length !== fill.length || stores.some(({ value }) => own.has(value))) return false;
  const within = decidedBody(body, op, inside, tables).filter((each) => each.kind === "store");
  const isOverwritten = (store: Store): boolean => within.some((other) => sameElement(store, other));
  return (
    stores.every((store) => isProven(store) && isOverwritten(store)) && isAlone(body, stores, definitions)
  );
}

const isProven = (store: Store): boolean => store.bounds.kind === "proven";

const sameElement = (a: Store, b: Store): boolean =>
  a.array === b.array && a.index.every((index, axis) => index === b.index[axis]);

/** Nothing in the body reads what the stores write, nor changes anything else. */
function isAlone(body: readonly LoopOp[], stores: readonly Store[], definitions: Definitions): boolean {
  const filled = new Set(stores.map(({ array }) => origin(array, definitions)));
  if ([...filled].some((array) => definitions.get(array)?.kind !== "alloc")) return false;
  let alone = true;
  walk(body, (op) => {
    if (op.kind === "load") alone &&= !filled.has(origin(op.array, definitions));
    else alone &&= isScalarOp(op) || op.kind === "store" || op.kind === "if";
  });
  return alone;
}

/** The array that a view is a part of. */
function origin(array: ValueId, definitions: Definitions): ValueId {
  const op = definitions.get(array);
  return op?.kind === "view" ? origin(op.base, definitions) : array;
}
