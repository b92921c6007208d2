// Loops that each lane leaves at its own time, written so that they end in one place: there the lanes can wait for each other.
//
//   loop A                                set $running 1
//     if %c { break A }                   loop A
//     …                                     %stays and (ne $running, 0), (not %c); … where %stays holds
//                                           set $running %stays
//                                           if $running == 0 { break A }
//
// A block that is left from within such a loop is opened: what follows in it runs where the lane is still inside.
import { containsLoop } from "../../../ir/contains-loop.js";
import type { LabelId, SlotId, ValueId } from "../../../ir/ids.js";
import type { Block, LoopOp } from "../../../ir/ops.js";
import { regionBuilder } from "../../../ir/region-builder.js";
import { operandsOf, valuesDefinedIn, walk } from "../../../ir/visit.js";
import type { Span } from "../../../source.js";
import type { LaneFacts } from "./lane-facts.js";
import type { MaskedLoop } from "./lane-plan.js";
import { isMaskable, isShort, leaves } from "./maskable.js";
import { predicateIteration } from "./predicate-jumps.js";
import { redirected } from "./redirect-jumps.js";

export interface MaskedExits {
  readonly body: readonly LoopOp[];
  /** The variable of each rewritten loop that is not 0 while the iteration runs in it. */
  readonly running: ReadonlyMap<LabelId, SlotId>;
}

/** The body of a loop with the loops in it rewritten where that is possible. */
export function maskExits(facts: LaneFacts): MaskedExits {
  const running = new Map<LabelId, SlotId>();
  const body = facts.loop.body.flatMap((op): readonly LoopOp[] => {
    if (isMaskable(op, new Set(), facts)) return maskLoop(op, null, new Map(), facts, running);
    return (op.kind === "block" ? openBlock(op, facts, running) : null) ?? [op];
  });
  return { body, running };
}

/** `inside`: not 0 where the loop is reached at all; null where it always is. `outer`: such variables of the blocks around. */
function maskLoop(
  loop: MaskedLoop,
  inside: SlotId | null,
  outer: ReadonlyMap<LabelId, SlotId>,
  { tables }: LaneFacts,
  running: Map<LabelId, SlotId>,
): readonly LoopOp[] {
  const { span } = loop;
  const dtype = isShort(loop, tables) ? "int32" : "int64";
  const slot = tables.slot({ kind: "scalar", dtype }, "running");
  running.set(loop.label, slot);
  const before = regionBuilder(tables, span);
  before.ops.push({ kind: "declare", slot, span });
  before.set(slot, inside === null ? before.constant(1, dtype) : before.cast(before.get(inside), dtype));

  const body = regionBuilder(tables, span);
  const zero = body.constant(0, dtype);
  const active = body.compare("ne", body.get(slot), zero);
  const update = loop.kind === "loop" ? loop.update : [];
  const stays = predicateIteration(
    { body: loop.body, update, label: loop.label, active, outer },
    body,
    tables,
  );
  body.set(slot, body.cast(stays, dtype));
  const ended = body.compare("eq", body.get(slot), zero);
  const leave: LoopOp = { kind: "break", label: loop.label, span };
  body.ops.push({ kind: "if", condition: ended, then: [leave], otherwise: [], span });
  const whole = loop.kind === "for" ? { ...loop, body: body.ops } : { ...loop, body: body.ops, update: [] };
  return [...before.ops, whole];
}

/** The operations of a block without the block; null where it has no loop to rewrite, or one that can't be. */
function openBlock(
  block: Block<LoopOp>,
  facts: LaneFacts,
  running: Map<LabelId, SlotId>,
): readonly LoopOp[] | null {
  const { label, span } = block;
  const isLoop = (op: LoopOp): op is MaskedLoop => isMaskable(op, new Set([label]), facts);
  if (!block.body.some(isLoop)) return null;
  const inside = facts.tables.slot({ kind: "scalar", dtype: "int64" }, "inside");
  const outer = new Map([[label, inside]]);
  const build = regionBuilder(facts.tables, span);
  build.ops.push({ kind: "declare", slot: inside, span });
  build.set(inside, build.constant(1));
  const last = block.body.at(-1);
  const isLeft = last?.kind === "break" && last.label === label;
  let rest: readonly LoopOp[] = isLeft ? block.body.slice(0, -1) : block.body;
  let mayHaveLeft = false;
  while (rest.length > 0) {
    const [op] = rest;
    const next = rest.findIndex(isLoop);
    const part = rest.slice(0, next === 0 ? 1 : next < 0 ? rest.length : next);
    rest = rest.slice(part.length);
    const jumps = leaves(part, label);
    if (op !== undefined && isLoop(op)) {
      build.ops.push(...maskLoop(op, mayHaveLeft ? inside : null, outer, facts, running));
    } else if (mayHaveLeft || jumps) {
      // What is defined in a branch is not seen behind it.
      if (part.some(containsLoop) || definesFor(part, rest, facts)) return null;
      build.ops.push(...whereInside(part, { label, inside, span }, facts));
    } else {
      build.ops.push(...part);
    }
    mayHaveLeft ||= jumps;
  }
  return build.ops;
}

/** A part of an opened block, for iterations that are still in it. */
function whereInside(
  part: readonly LoopOp[],
  block: { readonly label: LabelId; readonly inside: SlotId; readonly span: Span },
  { tables }: LaneFacts,
): readonly LoopOp[] {
  const { span } = block;
  const build = regionBuilder(tables, span);
  build.ops.push(...part.filter(({ kind }) => kind === "declare"));
  const end = tables.label();
  const ops = part.filter(({ kind }) => kind !== "declare");
  const exits = new Map([[block.label, block.inside]]);
  const body = redirected(ops, { exits, end }, tables);
  const condition = build.compare("ne", build.get(block.inside), build.constant(0));
  const then: readonly LoopOp[] = [{ kind: "block", label: end, body, span }];
  build.ops.push({ kind: "if", condition, then, otherwise: [], span });
  return build.ops;
}

function definesFor(ops: readonly LoopOp[], later: readonly LoopOp[], { tables }: LaneFacts): boolean {
  const defined: ReadonlySet<ValueId> = valuesDefinedIn(ops, tables);
  let used = false;
  walk(later, (op) => {
    used ||= operandsOf(op, tables).some((value) => defined.has(value));
  });
  return used;
}
