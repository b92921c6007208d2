// Loops over all elements of arrays of one shape, where the emitter itself needs them: copies and array reductions.
import { InternalError } from "../ir/program.js";
import { countedLoop } from "./counted-loop.js";
import type { Emission } from "./emission.js";

/** The strides, in elements, of a row-major array. */
export function rowMajor(e: Emission, shape: readonly string[]): readonly string[] {
  const strides: string[] = [];
  let stride = "1";
  for (const extent of shape.toReversed()) {
    strides.unshift(stride);
    stride = stride === "1" ? extent : e.code.assign(`mul i64 ${stride}, ${extent}`);
  }
  return strides;
}

/**
 * Visits the elements of a shape in row-major order. For each of the arrays, given by their strides, `body` gets the offset of the
 * element in elements.
 */
export function forEachElement(
  e: Emission,
  shape: readonly string[],
  arrays: readonly (readonly string[])[],
  body: (offsets: readonly string[]) => void,
): void {
  nest(
    e,
    shape,
    arrays,
    0,
    arrays.map(() => "0"),
    body,
  );
}

function nest(
  e: Emission,
  shape: readonly string[],
  arrays: readonly (readonly string[])[],
  axis: number,
  offsets: readonly string[],
  body: (offsets: readonly string[]) => void,
): void {
  const extent = shape[axis];
  if (extent === undefined) {
    body(offsets);
    return;
  }
  const { code } = e;
  const exit = code.label("elements.done");
  const poll = axis === shape.length - 1 ? "strip" : "iteration";
  countedLoop(e, { begin: "0", end: extent, signed: true, poll, metadata: "", exit }, (index) => {
    const moved = arrays.map((strides, which) => {
      const [stride, offset] = [strides[axis], offsets[which]];
      if (stride === undefined || offset === undefined) throw new InternalError(`no stride for axis ${axis}`);
      const step = stride === "1" ? index : code.assign(`mul i64 ${index}, ${stride}`);
      return offset === "0" ? step : code.assign(`add i64 ${offset}, ${step}`);
    });
    nest(e, shape, arrays, axis + 1, moved, body);
  });
}
