import { formatShape, type Layout, normalizeIndex } from "./layout.js";

/**
 * What stands for one axis in `slice`: a number takes one index and drops the axis; a string is NumPy's slice
 * (`"1:-1"`, `"::2"`, `":"`, `"-1"`), `"..."` for all axes not named, or `"newaxis"`; null is a new axis too.
 */
export type SliceSpec = number | bigint | string | null | SliceBounds;

/** `start:stop:step` with computed bounds; an omitted bound reaches to the end. */
export interface SliceBounds {
  readonly start?: number | undefined;
  readonly stop?: number | undefined;
  readonly step?: number | undefined;
}

type AxisPart =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "range"; readonly bounds: SliceBounds }
  | { readonly kind: "ellipsis" }
  | { readonly kind: "newaxis" };

const RANGE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;
const INDEX = /^\s*-?\d+\s*$/;

function parseSpec(spec: SliceSpec): AxisPart {
  if (typeof spec === "number" || typeof spec === "bigint") return { kind: "index", index: Number(spec) };
  if (spec === null) return { kind: "newaxis" };
  if (typeof spec === "object") return { kind: "range", bounds: spec };
  if (typeof spec !== "string") throw unreadable(spec);
  const text = spec.trim();
  if (text === "...") return { kind: "ellipsis" };
  if (text === "newaxis") return { kind: "newaxis" };
  if (INDEX.test(text)) return { kind: "index", index: Number(text) };
  const match = RANGE.exec(text);
  if (match === null) throw unreadable(spec);
  const [start, stop, step] = match
    .slice(1)
    .map((bound) => (bound === undefined ? undefined : Number(bound)));
  return { kind: "range", bounds: { start, stop, step } };
}

function unreadable(spec: unknown): RangeError {
  const shown = typeof spec === "string" ? JSON.stringify(spec) : String(spec);
  return new RangeError(`${shown} is no slice: write "start:stop:step", "...", "newaxis" or a number`);
}

/**
 * The layout that `specs` select, as NumPy's basic indexing does.
 * @throws {RangeError} more specs than axes, an index out of bounds, a zero step, or an unreadable slice
 */
export function sliceLayout(layout: Layout, specs: readonly SliceSpec[]): Layout {
  const parts = expandEllipsis(specs.map(parseSpec), layout.shape);
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = layout.offset;
  let axis = 0;
  for (const part of parts) {
    if (part.kind === "newaxis") {
      shape.push(1);
      strides.push(0);
      continue;
    }
    const length = layout.shape[axis] ?? 1;
    const stride = layout.strides[axis] ?? 0;
    if (part.kind === "index") {
      offset += normalizeIndex(part.index, axis, length) * stride;
    } else {
      const range = resolveRange(part.bounds, axis, length);
      if (range.count > 0) offset += range.first * stride;
      shape.push(range.count);
      strides.push(range.step * stride);
    }
    axis++;
  }
  return { shape, strides, offset };
}

type SlicedAxis = Extract<AxisPart, { kind: "index" | "range" | "newaxis" }>;

function expandEllipsis(parts: readonly AxisPart[], shape: readonly number[]): SlicedAxis[] {
  const named = parts.filter((part) => part.kind === "index" || part.kind === "range").length;
  const ellipses = parts.filter((part) => part.kind === "ellipsis").length;
  if (named > shape.length) {
    throw new RangeError(`${named} indices are too many for an array of shape ${formatShape(shape)}`);
  }
  if (ellipses > 1) throw new RangeError('An index may have only one "..."');
  const rest = new Array<SlicedAxis>(shape.length - named).fill({ kind: "range", bounds: {} });
  const expanded = parts.flatMap((part) => (part.kind === "ellipsis" ? rest : [part]));
  return ellipses === 0 ? [...expanded, ...rest] : expanded;
}

interface Range {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

function resolveRange(bounds: SliceBounds, axis: number, length: number): Range {
  const { start, stop, step = 1 } = bounds;
  for (const bound of [start, stop, step]) {
    if (bound !== undefined && !Number.isInteger(bound)) {
      throw new RangeError(`Slice bound ${bound} for axis ${axis} is not a whole number`);
    }
  }
  if (step === 0) throw new RangeError(`The slice step for axis ${axis} is zero`);
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, low), high);
  const first = start === undefined ? (step > 0 ? low : high) : clamp(start);
  const end = stop === undefined ? (step > 0 ? high : low) : clamp(stop);
  return { first, step, count: Math.max(0, Math.ceil((end - first) / step)) };
}
