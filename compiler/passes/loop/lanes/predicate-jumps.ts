import type { LabelId, SlotId, ValueId } from "../../../ir/ids.js";
import type { LoopOp } from "../../../ir/ops.js";
import type { Tables } from "../../../ir/program.js";
import type { RegionBuilder } from "../../../ir/region-builder.js";
import { scalarType } from "../../../ir/types.js";
import type { Span } from "../../../source.js";

/** One iteration of a loop whose lanes leave it at their own times, without any branch. */
export interface Iteration {
  readonly body: readonly LoopOp[];
  readonly update: readonly LoopOp[];
  /** The loop itself: a `break` out of it ends the lane's part in it, a `continue` that of the iteration. */
  readonly label: LabelId;
  /** The lanes that take part, a bool. */
  readonly active: ValueId;
  /** The variables that say, by 0, that a block around the loop has been left. */
  readonly outer: ReadonlyMap<LabelId, SlotId>;
}

/**
 * Appends the operations of an iteration, all of which each lane runs; only in lanes whose condition holds do variables change.
 * LLVM would compute both sides of branches as well, but choose between them one branch after the other.
 * @returns the lanes that go on to the next iteration
 */
export function predicateIteration(
  { body, update, label, active, outer }: Iteration,
  build: RegionBuilder,
  tables: Tables,
): ValueId {
  const run = new Predication(build, outer, tables);
  const end = run.region(body, active);
  const stays = run.join(end, run.takeLeft(`continue ${label}`));
  if (stays === null) {
    // Every lane leaves in its first iteration.
    return build.constant(false, "bool");
  }
  return run.region(update, stays) ?? build.constant(false, "bool");
}

type Target = `${"break" | "continue"} ${LabelId}`;

class Predication {
  readonly #build: RegionBuilder;
  readonly #outer: ReadonlyMap<LabelId, SlotId>;
  readonly #tables: Tables;
  /** The lanes that have jumped and not arrived yet. */
  readonly #left = new Map<Target, ValueId>();

  constructor(build: RegionBuilder, outer: ReadonlyMap<LabelId, SlotId>, tables: Tables) {
    this.#build = build;
    this.#outer = outer;
    this.#tables = tables;
  }

  /** The region for the lanes of `mask`; gives those that reach its end, null where none can. */
  region(ops: readonly LoopOp[], mask: ValueId): ValueId | null {
    let lanes: ValueId | null = mask;
    for (const op of ops) {
      if (lanes === null) return null;
      lanes = this.#operation(op, lanes);
    }
    return lanes;
  }

  join(a: ValueId | null, b: ValueId | null): ValueId | null {
    if (a === null || b === null) return a ?? b;
    return this.#build.binary("or", a, b);
  }

  takeLeft(target: Target): ValueId | null {
    const lanes = this.#left.get(target) ?? null;
    this.#left.delete(target);
    return lanes;
  }

  #operation(op: LoopOp, lanes: ValueId): ValueId | null {
    switch (op.kind) {
      case "set":
        this.#set(op.slot, op.value, lanes);
        return lanes;
      case "if": {
        const before = this.#left.size;
        const then = this.region(op.then, this.#build.binary("and", lanes, op.condition));
        const otherwise = this.region(op.otherwise, this.#without(lanes, op.condition, op.span));
        // Where no lane jumps all of them meet again.
        const jumps = then === null || otherwise === null || this.#left.size > before;
        return jumps ? this.join(then, otherwise) : lanes;
      }
      case "block":
        return this.join(this.region(op.body, lanes), this.takeLeft(`break ${op.label}`));
      case "break":
      case "continue":
        this.#jump(`${op.kind} ${op.label}`, op.label, lanes);
        return null;
      default:
        this.#build.ops.push(op);
        return lanes;
    }
  }

  #set(slot: SlotId, value: ValueId, lanes: ValueId): void {
    this.#build.set(slot, this.#build.select(lanes, value, this.#build.get(slot)));
  }

  #jump(target: Target, label: LabelId, lanes: ValueId): void {
    const slot = this.#outer.get(label);
    if (slot !== undefined)
      this.#set(slot, this.#build.constant(0, this.#tables.slotType(slot).dtype), lanes);
    const known = this.#left.get(target);
    this.#left.set(target, known === undefined ? lanes : this.#build.binary("or", known, lanes));
  }

  #without(lanes: ValueId, condition: ValueId, span: Span): ValueId {
    const opposite = this.#tables.value(scalarType("bool"));
    this.#build.ops.push({ kind: "unary", op: "not", a: condition, out: opposite, span });
    return this.#build.binary("and", lanes, opposite);
  }
}
