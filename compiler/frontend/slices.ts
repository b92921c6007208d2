import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { check, toIndex } from "./scalars.js";
import type { Scalar } from "./value.js";
import { weakInteger } from "./value.js";

export interface SliceSpec {
  readonly start: Scalar | null;
  readonly stop: Scalar | null;
  readonly step: Scalar | null;
}

/** One part of an index string: `1:-1`, `::2`, `:`, or a number. Null where it is none. */
export function slicePart(
  text: string,
):
  | { readonly kind: "slice"; readonly spec: SliceSpec }
  | { readonly kind: "index"; readonly value: Scalar }
  | null {
  if (/^[+-]?\d+$/.test(text)) return { kind: "index", value: weakInteger(Number(text)) };
  const match = /^\s*([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?\s*)?$/.exec(text);
  if (match === null) return null;
  const part = (digits: string | undefined): Scalar | null =>
    digits === undefined ? null : weakInteger(withinSafe(Number(digits)));
  return { kind: "slice", spec: { start: part(match[1]), stop: part(match[2]), step: part(match[3]) } };
}

/** No axis is as long as 2^53, so a bound or step past it means the same as this. */
const withinSafe = (whole: number): number =>
  Math.min(Math.max(whole, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);

export interface ResolvedSlice {
  /** The first element taken. */
  readonly start: ValueId;
  readonly step: ValueId;
  readonly length: ValueId;
}

/**
 * Clips a slice to an axis as Python does. Constant bounds with step 1 give canonical lengths, so that `a["1:"]` and `a[":-1"]` are
 * seen to be equally long.
 */
export function resolveSlice(cx: Context, spec: SliceSpec, extent: ValueId, node: ts.Node): ResolvedSlice {
  const step = spec.step === null ? 1 : constantOf(spec.step);
  if (step === 0) throw cx.rangeError("The step of a slice can't be 0.", node);
  if (step === 1) {
    const simple = constantSlice(cx, spec, extent, node);
    if (simple !== null) return simple;
  }
  return generalSlice(cx, spec, extent, step, node);
}

function constantOf(scalar: Scalar): number | null {
  return scalar.constant === null || typeof scalar.constant === "boolean" ? null : Number(scalar.constant);
}

function constantSlice(cx: Context, spec: SliceSpec, extent: ValueId, node: ts.Node): ResolvedSlice | null {
  const start = spec.start === null ? 0 : constantOf(spec.start);
  const stop = spec.stop === null ? null : constantOf(spec.stop);
  if (start === null || (spec.stop !== null && stop === null)) return null;
  const { integers } = cx;
  const zero = integers.constant(0, node);
  const step = integers.constant(1, node);
  const fromEnd = (count: number): ValueId =>
    integers.max(integers.sub(extent, integers.constant(count, node), node), zero, node);
  if (start >= 0 && (stop === null || stop < 0)) {
    const cut = start + (stop === null ? 0 : -stop);
    const length = cut === 0 ? extent : fromEnd(cut);
    return {
      start: start === 0 ? zero : integers.min(integers.constant(start, node), extent, node),
      step,
      length,
    };
  }
  if (start >= 0 && stop !== null) {
    const end = integers.min(integers.constant(stop, node), extent, node);
    const begin = start === 0 ? zero : integers.min(integers.constant(start, node), extent, node);
    return { start: begin, step, length: integers.max(integers.sub(end, begin, node), zero, node) };
  }
  if (start < 0 && stop === null) {
    return {
      start: fromEnd(-start),
      step,
      length: integers.min(integers.constant(-start, node), extent, node),
    };
  }
  return null;
}

function generalSlice(
  cx: Context,
  spec: SliceSpec,
  extent: ValueId,
  knownStep: number | null,
  node: ts.Node,
): ResolvedSlice {
  const { integers } = cx;
  const [zero, one] = [integers.constant(0, node), integers.constant(1, node)];
  const given = spec.step === null ? one : toIndex(cx, spec.step, node, "The step of a slice");
  if (knownStep === null) {
    check(cx, integers.compare("ne", given, zero, node), "The step of a slice can't be 0", [], node);
  }
  // A step past the axis takes one element at most, as the longest one within it does, and could overflow.
  const furthest = integers.max(extent, one, node);
  const step =
    knownStep !== null && Math.abs(knownStep) < 2 ** 31
      ? given
      : integers.max(integers.min(given, furthest, node), integers.sub(zero, furthest, node), node);
  const backward = integers.compare("lt", step, zero, node);
  const pick = (whenBackward: ValueId, whenForward: ValueId): ValueId =>
    knownStep === null
      ? integers.select(backward, whenBackward, whenForward, node)
      : knownStep < 0
        ? whenBackward
        : whenForward;
  // Bounds are clipped to [0, n] going forward, to [-1, n - 1] going backward.
  const minusOne = integers.constant(-1, node);
  const low = pick(minusOne, zero);
  const high = pick(integers.sub(extent, one, node), extent);
  const clip = (scalar: Scalar | null, omitted: ValueId): ValueId => {
    if (scalar === null) return omitted;
    const index = toIndex(cx, scalar, node, "A bound of a slice");
    const known = integers.known(index);
    const end = integers.add(index, extent, node);
    const counted =
      known === undefined
        ? integers.select(integers.compare("lt", index, zero, node), end, index, node)
        : known < 0
          ? end
          : index;
    return integers.min(integers.max(counted, low, node), high, node);
  };
  const start = clip(spec.start, pick(high, zero));
  const stop = clip(spec.stop, pick(minusOne, extent));
  // ceil((stop - start) / step), at least 0.
  const distance = pick(integers.sub(start, stop, node), integers.sub(stop, start, node));
  const stride = pick(integers.sub(zero, step, node), step);
  const rounded = integers.add(distance, integers.sub(stride, one, node), node);
  const length = integers.max(integers.div(rounded, stride, node), zero, node);
  return { start, step, length };
}
