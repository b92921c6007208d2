// Where random draws stand: a number depends on the seed, the random call and its place in the loop, never on the threads.
import type ts from "typescript";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { Context, Frame } from "./context.js";
import { emitBinary } from "./scalar-emission.js";
import { cast, emitConstant } from "./scalars.js";

/** A loop whose iterations may run in any order, and so must not share a count of draws. */
export interface DrawSpace {
  readonly indices: readonly ValueId[];
  readonly extents: readonly ValueId[];
  /** The stream of the loop, uint64; defined before it where one of its iterations draws. */
  readonly stream: ValueId;
  /** The serial loops around the body. */
  readonly depth: number;
  /** The places in the body that draw: their counters, or null where an iteration passes once. */
  readonly places: (SlotId | null)[];
}

/** The position of one draw: arguments of a `RandomFunction`, uint64. */
export interface DrawPoint {
  readonly stream: ValueId;
  readonly index: ValueId;
  readonly draw: ValueId;
}

/** Draws at one place take numbers this far apart, so that a draw may use several. */
const DRAWS_PER_COUNT = 16;
const DRAWS_PER_PLACE = 2 ** 40;

const serialDepth = (cx: Context): number => {
  let depth = 0;
  for (let frame: Frame | null = cx.frame; frame !== null; frame = frame.caller) {
    depth += frame.jumps.filter(({ kind }) => kind === "loop").length;
  }
  return depth;
};

/** The body of a loop over `indices`, as a region; what its draws need is emitted before the loop and at the body's start. */
export function spaceRegion<T>(
  cx: Context,
  indices: readonly ValueId[],
  extents: readonly ValueId[],
  node: ts.Node,
  build: () => T,
): { readonly ops: ArrayOp[]; readonly value: T } {
  const stream = cx.value(scalarType("uint64"));
  const space: DrawSpace = { indices, extents, stream, depth: serialDepth(cx), places: [] };
  const { ops, value } = cx.region(() => cx.withDraws(space, build));
  if (space.places.length === 0) return { ops, value };
  defineStream(cx, stream, node);
  const span = cx.span(node);
  const counters = space.places.flatMap((slot): ArrayOp[] =>
    slot === null ? [] : [{ kind: "declare", slot, span }],
  );
  return { ops: [...counters, ...ops], value };
}

/** A new random call, or, inside a loop that draws, a stream of its own for each draw. */
function defineStream(cx: Context, stream: ValueId, node: ts.Node): void {
  const span = cx.span(node);
  if (cx.draws === null) {
    cx.emit({ kind: "runtimeCall", fn: "weft_random_stream", args: [], out: stream, writes: [], span });
    return;
  }
  const { stream: outer, index, draw } = drawPoint(cx, node);
  cx.emit({ kind: "call", out: stream, fn: "randomBits", args: [outer, index, draw], span });
}

/** The position of the draw that stands here. */
export function drawPoint(cx: Context, node: ts.Node): DrawPoint {
  const space = cx.draws;
  if (space === null) {
    const stream = cx.value(scalarType("uint64"));
    defineStream(cx, stream, node);
    const zero = emitConstant(cx, 0, "uint64", node);
    return { stream, index: zero, draw: zero };
  }
  const place = space.places.length;
  const base = emitConstant(cx, place * DRAWS_PER_PLACE, "uint64", node);
  const index = cast(cx, linearIndex(cx, space, node), "uint64", node);
  if (serialDepth(cx) === space.depth) {
    space.places.push(null);
    return { stream: space.stream, index, draw: base };
  }
  const slot = cx.tables.slot(scalarType("uint64"), "draws");
  space.places.push(slot);
  const span = cx.span(node);
  const count = cx.value(scalarType("uint64"));
  cx.emit({ kind: "get", out: count, slot, span });
  const step = emitConstant(cx, DRAWS_PER_COUNT, "uint64", node);
  cx.emit({ kind: "set", slot, value: emitBinary(cx, "add", count, step, "uint64", node), span });
  return { stream: space.stream, index, draw: emitBinary(cx, "add", base, count, "uint64", node) };
}

const linearIndex = (cx: Context, { indices, extents }: DrawSpace, node: ts.Node): ValueId =>
  indices.reduce(
    (linear, index, axis) => {
      const extent = extents[axis];
      if (extent === undefined) throw new Error("An axis of a loop lost its extent");
      return cx.integers.add(cx.integers.mul(linear, extent, node), index, node);
    },
    cx.integers.constant(0, node),
  );

/** The `offset`-th number of a draw, of at most 16. */
export function nextDraw(cx: Context, point: DrawPoint, offset: number, node: ts.Node): DrawPoint {
  if (offset === 0) return point;
  const step = emitConstant(cx, offset, "uint64", node);
  return { ...point, draw: emitBinary(cx, "add", point.draw, step, "uint64", node) };
}
