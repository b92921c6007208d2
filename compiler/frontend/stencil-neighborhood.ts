import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";
import type { Scalar, StencilWindow, TransformedValue, Value } from "./value.js";
import { strong } from "./value.js";

/** Offsets that the kernel may read along one axis, both ends included. */
export interface AxisNeighborhood {
  readonly low: ValueId;
  readonly high: ValueId;
}

/**
 * The neighborhood that constant offsets imply: the kernel is elaborated once only to see what it reads. It contains 0.
 * @throws ParallelTypeError where an offset is not constant.
 */
export function inferNeighborhood(
  cx: Context,
  callee: TransformedValue,
  args: readonly Value[],
  parameters: readonly string[],
  ndim: number,
  absolute: ReadonlySet<string>,
  node: ts.Node,
): readonly AxisNeighborhood[] {
  const low = Array.from({ length: ndim }, () => 0);
  const high = Array.from({ length: ndim }, () => 0);
  const note = (offsets: readonly Scalar[], at: ts.Node): void => {
    for (const [axis, offset] of offsets.entries()) {
      if (offset.constant === null) {
        throw cx.typeError(
          "This offset is not a constant, so the stencil needs its neighborhood declared: stencil(f, { neighborhood: [[-1, 1]] }).",
          at,
        );
      }
      const value = Number(offset.constant);
      low[axis] = Math.min(low[axis] ?? 0, value);
      high[axis] = Math.max(high[axis] ?? 0, value);
    }
  };
  const probe = (name: string, array: Extract<Value, { kind: "array" }>): StencilWindow => ({
    name,
    ndim,
    array,
    read: (offsets, at) => {
      note(offsets, at);
      return strong(cx.value(scalarType(array.dtype)), array.dtype);
    },
  });
  cx.region(() =>
    cx.front.call(
      cx,
      callee.kernel,
      args.map((argument, index): Value => {
        const name = parameters[index] ?? "";
        return argument.kind === "array" && !absolute.has(name)
          ? { kind: "window", window: probe(name, argument) }
          : argument;
      }),
      node,
    ),
  );
  const constant = (value: number): ValueId => cx.integers.constant(value, node);
  return low.map((least, axis) => ({ low: constant(least), high: constant(high[axis] ?? 0) }));
}
