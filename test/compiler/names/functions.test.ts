// The named functions against NumPy's, on all pairs of dtypes and on complex numbers.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import type { DType } from "../../../compiler/ir/dtype.js";
import { allocate } from "../../../runtime/dtype.js";
import { writeElement } from "../../../runtime/element.js";
import { compile } from "../../../runtime/library.js";
import { NDArray } from "../../../runtime/ndarray.js";
import type { ParallelFunction } from "../../../runtime/parallel-function.js";

type Element = number | boolean | string | readonly [number, number];
type ArrayCase = readonly [DType, readonly Element[]];
type Case = readonly [expression: string, args: readonly ArrayCase[], result: ArrayCase];

// The compiled test stands in dist; the fixture beside its source.
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");
const text = readFileSync(join(root, "test", "compiler", "names", "fixtures", "functions.json"), "utf8");
const cases = JSON.parse(text) as readonly Case[];

const isComplex = (dtype: DType): boolean => dtype.startsWith("complex");

function arrayOf([dtype, elements]: ArrayCase): NDArray {
  const data = allocate(dtype, elements.length);
  for (const [k, element] of elements.entries()) {
    if (typeof element === "object") {
      data[2 * k] = element[0];
      data[2 * k + 1] = element[1];
    } else writeElement(dtype, data, k, typeof element === "string" ? BigInt(element) : element);
  }
  return new NDArray(dtype, data, [elements.length]);
}

/** The largest distance of two results, by the magnitude of the wanted element. */
function worstError(got: NDArray, want: NDArray): number {
  const [x, y] = [got.copy().data, want.data];
  const parts = isComplex(want.dtype) ? 2 : 1;
  let worst = 0;
  for (let k = 0; k < y.length; k++) {
    const first = k - (k % parts);
    const magnitude = Math.hypot(...Array.from({ length: parts }, (_, part) => Number(y[first + part])));
    const error = x[k] === y[k] ? 0 : Math.abs(Number(x[k]) - Number(y[k])) / Math.max(magnitude, 1e-300);
    worst = Math.max(worst, error);
  }
  return worst;
}

const tolerance = (dtype: DType): number => {
  if (dtype === "float32" || dtype === "complex64") return 2e-6;
  return dtype === "float64" || dtype === "complex128" ? 4e-15 : 0;
};

const functions = new Map<string, ParallelFunction | undefined>();
for (const [expression, args, result] of cases) {
  const name = `${expression} of ${args.map(([dtype]) => dtype).join(" and ")}`;
  t.test(name, async (t) => {
    if (!functions.has(expression)) {
      functions.set(
        expression,
        compile(`function f(${args.length > 1 ? "a, b" : "a"}) { return ${expression}; }`)["f"],
      );
    }
    const got = functions.get(expression)?.(...args.map(arrayOf));
    t.ok(got instanceof NDArray);
    if (!(got instanceof NDArray)) return;
    t.equal(got.dtype, result[0]);
    t.ok(worstError(got, arrayOf(result)) <= tolerance(result[0]), `${got}, want ${arrayOf(result)}`);
  });
}
