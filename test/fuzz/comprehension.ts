import type { Maker } from "./maker.js";
import { scalarOf } from "./scalar-expressions.js";
import { extents, fresh } from "./writer.js";

/** `fromFunction([n, m], (i, j) => …)`, whose element reads the arrays in scope. */
export const comprehension: Maker = (w, need) => {
  if (need.shape.length === 0 || w.isLong) return null;
  const indices = need.shape.map((extent) => ({ name: fresh(w, "i"), extent }));
  const kind = need.kind === "any" || need.kind === "number" ? "real" : need.kind;
  const element = scalarOf({ w, indices, windows: [] }, { kind, exact: need.exact }, 2);
  return {
    dtype: element.dtype,
    weak: false,
    exact: element.exact,
    shape: need.shape,
    expression: {
      kind: "comprehension",
      shape: extents(w, need.shape),
      indices: indices.map(({ name }) => name),
      element: element.expression,
    },
  };
};
