// share-random-blocks: a parallel loop that draws by its index makes each block of random bits once, for the two iterations that share it.
//
// Requires: the planned loop program.
// Guarantees: where the iterations of a parallel loop draw at their index, and do nothing whose order matters, those that share blocks run
// side by side, so that LLVM computes a block once, and a vector of blocks gives two vectors of neighbouring elements. No result changes.
//
//   for i < n                              for g < ceil(n / 32)
//     out[i] = randomNormal(i)               if 32 * g + 32 <= n
//                                              for l < 16
//                                                out[32 * g + l] = randomNormal(32 * g + l)
//                                                out[32 * g + 16 + l] = randomNormal(32 * g + 16 + l)
//                                            else
//                                              for i = 32 * g to n: out[i] = randomNormal(i)
//
// Declines: bodies with loops, jumps, failures, output or memory of their own; reductions of the user, which may tell which came first.
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { RandomFunction } from "../../ir/math-functions.js";
import type { Call, For, LoopOp, Parfor } from "../../ir/ops.js";
import type { LoopProgram, Tables } from "../../ir/program.js";
import { NEIGHBOURS } from "../../ir/random-blocks.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { isScalarOp } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import type { Span } from "../../source.js";
import { iterationCostValue } from "../iteration-cost-value.js";

export const shareRandomBlocks: Pass<LoopProgram> = {
  name: "share-random-blocks",
  run: (program) => {
    const sharer: Sharer = { tables: program.tables, definitions: definitionsOf(program) };
    return { ...program, body: visitRegion(program.body, sharer) };
  },
};

interface Sharer {
  readonly tables: Tables;
  readonly definitions: Definitions;
}

/** Iterations whose numbers come from the blocks of `NEIGHBOURS` neighbours. */
const GROUP = 2 * NEIGHBOURS;

const SHARED: ReadonlySet<string> = new Set<RandomFunction>([
  "randomBits",
  "randomUniform",
  "randomNormal",
  "randomBelow",
]);

const visitRegion = (region: readonly LoopOp[], sharer: Sharer): readonly LoopOp[] =>
  region.flatMap((op) =>
    op.kind === "parfor"
      ? shareInLoop(op, sharer)
      : [mapRegions<LoopOp>(op, (inner) => visitRegion(inner, sharer))],
  );

function shareInLoop(loop: Parfor<LoopOp>, sharer: Sharer): readonly LoopOp[] {
  const [index] = loop.indices;
  const [extent] = loop.extents;
  if (index === undefined || extent === undefined || !isUnordered(loop)) return [loop];
  const place = sharer.tables.value(scalarType("uint64"));
  const body = drawingAt(place, loop.body, index, sharer);
  return body === null ? [loop] : inGroups(loop, { index, extent, place, body, span: loop.span }, sharer);
}

/** Whether the iterations may run in any order within a thread, too, and a part of each before a part of another. */
function isUnordered({ body, reductions }: Parfor<LoopOp>): boolean {
  return reductions.every(({ combiner }) => combiner.kind === "builtin") && body.every(isPlain);
}

function isPlain(op: LoopOp): boolean {
  switch (op.kind) {
    case "load":
    case "store":
      return op.bounds.kind === "proven";
    case "if":
      return op.then.every(isPlain) && op.otherwise.every(isPlain);
    default:
      return isScalarOp(op) || op.kind === "declare" || op.kind === "get" || op.kind === "set";
  }
}

/** The body with `place` as the index of the draws that are made at the loop's index; null where there are none. */
function drawingAt(
  place: ValueId,
  body: readonly LoopOp[],
  index: ValueId,
  { definitions }: Sharer,
): readonly LoopOp[] | null {
  let found = false;
  const isIndex = (value: ValueId): boolean => {
    const definition = definitions.get(value);
    return definition?.kind === "cast" && definition.a === index;
  };
  const replaced = (op: Call): Call => {
    const [stream, at, ...rest] = op.args;
    if (!SHARED.has(op.fn) || stream === undefined || at === undefined || !isIndex(at)) return op;
    found = true;
    return { ...op, args: [stream, place, ...rest] };
  };
  const visit = (ops: readonly LoopOp[]): readonly LoopOp[] =>
    ops.map((op) => (op.kind === "call" ? replaced(op) : mapRegions<LoopOp>(op, visit)));
  const drawing = visit(body);
  return found ? drawing : null;
}

interface DrawingLoop {
  readonly span: Span;
  readonly index: ValueId;
  readonly extent: ValueId;
  /** The index of the draws in `body`, which nothing defines yet. */
  readonly place: ValueId;
  readonly body: readonly LoopOp[];
}

function inGroups(loop: Parfor<LoopOp>, drawing: DrawingLoop, sharer: Sharer): readonly LoopOp[] {
  const { tables, definitions } = sharer;
  const { span } = loop;
  const { index, extent } = drawing;
  const build = regionBuilder(tables, span);
  const [zero, one, size] = [build.constant(0), build.constant(1), build.constant(GROUP)];
  const neighbours = build.constant(NEIGHBOURS);
  const rounded = build.binary("add", extent, build.constant(GROUP - 1));
  const groups = build.binary("div", rounded, size);
  const iteration = loop.cost ?? iterationCostValue(loop, build, definitions, tables);
  const cost = build.binary("mul", iteration, size);

  const group = tables.value(scalarType("int64"));
  const inner = regionBuilder(tables, span);
  const start = inner.binary("mul", group, size);
  const isFull = inner.compare("le", inner.binary("add", start, size), extent);
  const common = { kind: "for", loop: loop.loop, step: one, reassociate: [], span } as const;
  const lane = tables.value(scalarType("int64"));
  const pairs = { ...common, label: tables.label(), index: lane, start: zero, stop: neighbours };
  const whole: For<LoopOp> = { ...pairs, body: pairOfIterations(drawing, start, lane, sharer) };
  const single = { ...common, label: tables.label(), index, start, stop: extent, short: true };
  const rest: For<LoopOp> = { ...single, body: loop.body };
  const body: readonly LoopOp[] = [
    ...inner.ops,
    { kind: "if", condition: isFull, then: [whole], otherwise: [rest], span },
  ];
  return [...build.ops, { ...loop, indices: [group], extents: [groups], body, cost }];
}

/** The iterations of `lane` and its partner: the indices of their draws differ in the bit that tells the halves of a block apart. */
function pairOfIterations(
  drawing: DrawingLoop,
  start: ValueId,
  lane: ValueId,
  { tables }: Sharer,
): readonly LoopOp[] {
  const build = regionBuilder(tables, drawing.span);
  // By bits, as LLVM does not see in a sum which of them are set.
  const low = build.binary("and", build.cast(lane, "uint64"), build.constant(NEIGHBOURS - 1, "uint64"));
  const place = build.binary("or", build.cast(start, "uint64"), low);
  const partnerPlace = build.binary("or", place, build.constant(NEIGHBOURS, "uint64"));
  const index = build.binary("add", start, lane);
  const partner = build.binary("add", index, build.constant(NEIGHBOURS));
  const at = (own: ValueId, drawn: ValueId): readonly LoopOp[] =>
    cloneRegion(
      drawing.body,
      new Map([
        [drawing.index, own],
        [drawing.place, drawn],
      ]),
      tables,
    );
  return [...build.ops, ...at(index, place), ...at(partner, partnerPlace)];
}
