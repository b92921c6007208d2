import type { Aliasing } from "../../../ir/aliasing.js";
import type { Definitions } from "../../../ir/definitions.js";
import type { SlotId, ValueId } from "../../../ir/ids.js";
import type { Load, Store } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import type { AnyOp } from "../../../ir/visit.js";
import { isScalarOp, operandsOf, slotsOf, valuesDefinedIn, walk } from "../../../ir/visit.js";
import type { LinearForm } from "../../linear-form.js";
import { linearForm } from "../../linear-form.js";
import type { LaneLoop, PureOp } from "./lane-plan.js";

export interface ProgramFacts {
  readonly tables: Tables;
  readonly definitions: Definitions;
  readonly aliasing: Aliasing;
}

/** How the memory that an access reaches moves from one iteration to the next: not at all, by one element, or otherwise. */
export type Stride = "none" | "unit" | "other";

/** What is known of a loop whose iterations may become lanes. */
export interface LaneFacts extends ProgramFacts {
  readonly loop: LaneLoop;
  /** Variables that live for one iteration. */
  readonly own: ReadonlySet<SlotId>;
  /** Variables of the outside that iterations change, one after the other. */
  readonly carried: ReadonlySet<SlotId>;
  readonly isOutside: (value: ValueId) => boolean;
  /** The pure operation of the body that defines a value. */
  readonly pure: ReadonlyMap<ValueId, PureOp>;
  /** Whether lanes differ in the value, where all loops within run in step. */
  readonly varies: (value: ValueId) => boolean;
  readonly formOf: (value: ValueId) => LinearForm;
  /** Along the loop over an index: the lanes', or one within. */
  readonly strideOf: (access: Load | Store, index: ValueId) => Stride;
}

export function laneFacts(loop: LaneLoop, program: ProgramFacts): LaneFacts {
  const { tables, definitions } = program;
  const inside = new Set(valuesDefinedIn(loop.body, tables));
  inside.add(loop.index);
  const own = slotsOf(loop.body, "declare");
  const changed = slotsOf(loop.body, "set");
  // An array that iterations add to stays the same array: what they share is its memory.
  const carried = new Set(loop.accumulators.filter((slot) => tables.slotType(slot).kind === "scalar"));
  for (const slot of changed) if (!own.has(slot)) carried.add(slot);

  const pure = new Map<ValueId, PureOp>();
  walk(loop.body, (op) => {
    if (isPure(op)) pure.set(op.out, op);
  });

  /** Which values change from one iteration of the loop over `index` to the next, where all other loops stand still. */
  const changingWith = (index: ValueId): ((value: ValueId) => boolean) => {
    const known = new Map<ValueId, boolean>();
    const changes = (value: ValueId): boolean => {
      const answer = known.get(value) ?? differs(value);
      known.set(value, answer);
      return answer;
    };
    const differs = (value: ValueId): boolean => {
      if (value === index) return true;
      const op = definitions.get(value);
      // What has no definition inside is an index of another loop.
      if (op === undefined || !inside.has(value)) return false;
      if (op.kind === "get") return carried.has(op.slot) || own.has(op.slot);
      return !isPure(op) || operandsOf(op, tables).some(changes);
    };
    return changes;
  };
  const varies = changingWith(loop.index);
  return {
    ...program,
    loop,
    own,
    carried,
    pure,
    varies,
    formOf: (value) => linearForm(value, definitions),
    strideOf: (access, index) =>
      strideAlong(access, index, index === loop.index ? varies : changingWith(index), program),
    isOutside: (value) => !inside.has(value),
  };
}

/** `changes` tells the values that differ between iterations of the loop over `along`. */
function strideAlong(
  { array, index }: Load | Store,
  along: ValueId,
  changes: (value: ValueId) => boolean,
  { tables, definitions }: ProgramFacts,
): Stride {
  const { strides } = tables.arrayType(array);
  if (changes(array)) return "other";
  const moves = index.map((value): Stride => {
    const { terms } = linearForm(value, definitions);
    if ([...terms.keys()].some((term) => term !== along && changes(term))) return "other";
    const step = terms.get(along) ?? 0;
    if (step === 0) return "none";
    return step === 1 ? "unit" : "other";
  });
  if (moves.includes("other")) return "other";
  const [axis, ...more] = moves.flatMap((move, k) => (move === "unit" ? [k] : []));
  if (axis === undefined) return "none";
  const stride = strides[axis];
  const definition = stride === undefined ? undefined : definitions.get(stride);
  const isOne = definition?.kind === "const" && Number(definition.value) === 1;
  return isOne && more.length === 0 ? "unit" : "other";
}

/** Whether an operation gives the same wherever it stands, and does nothing else. */
export const isPure = (op: AnyOp): op is PureOp => isScalarOp(op) || op.kind === "view";
