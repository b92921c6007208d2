import { expression, statement, type TriedThing } from "./tried-thing.js";

/** Names of JavaScript that are not offered. */
export const TRIED_JAVASCRIPT: readonly TriedThing[] = [
  expression(
    "JSON.stringify(a)",
    "2:10",
    "ParallelTypeError",
    "JSON is not defined: there are no texts in parallel code, but console.log(…) prints values.",
  ),
  expression(
    "Date.now()",
    "2:10",
    "ParallelTypeError",
    "Date is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    'parseInt("3")',
    "2:10",
    "ParallelTypeError",
    "parseInt is not defined: there are no texts to parse: truncate with trunc(x), or int64(x).",
  ),
  expression(
    'parseFloat("3")',
    "2:10",
    "ParallelTypeError",
    "parseFloat is not defined: there are no texts to parse: convert with float64(x).",
  ),
  expression(
    "String(n)",
    "2:10",
    "ParallelTypeError",
    "String is not defined: there are no texts in parallel code, but console.log(…) prints values.",
  ),
  expression(
    "Object.keys(a)",
    "2:10",
    "ParallelTypeError",
    "Object is not defined: objects have fixed fields: write o.field.",
  ),
  expression("Symbol()", "2:10", "ParallelTypeError", "Symbol is not defined: use a number."),
  statement(
    "display(a);",
    "2:3",
    "ParallelTypeError",
    "display is not defined: show what the parallel cell computes in an ordinary cell.",
  ),
  expression(
    "Promise.resolve(1)",
    "2:10",
    "ParallelTypeError",
    "Promise is not defined: call f.async(…) from an ordinary cell.",
  ),
  statement(
    "setTimeout(() => n, 2);",
    "2:3",
    "ParallelTypeError",
    "setTimeout is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    'fetch("x")',
    "2:10",
    "ParallelTypeError",
    "fetch is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    'require("fs")',
    "2:10",
    "ParallelTypeError",
    "require is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    "process.argv",
    "2:10",
    "ParallelTypeError",
    "process is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    "document.title",
    "2:10",
    "ParallelTypeError",
    "document is not defined: use it in an ordinary TypeScript cell, and pass the result in.",
  ),
  expression(
    "Float64Array.from(a)",
    "2:10",
    "ParallelTypeError",
    "Float64Array is not defined: write zeros(n, float64), or float64(a).",
  ),
  expression(
    "Array.isArray(a)",
    "2:10",
    "ParallelTypeError",
    "Array has no isArray in parallel code: every type is known when the function is compiled.",
  ),
  expression(
    "Array.of(1, 2)",
    "2:10",
    "ParallelTypeError",
    "Array has no of in parallel code: write array([x, y]).",
  ),
  expression("Array(3)", "2:10", "ParallelTypeError", "Array is the namespace Array, and can't be called."),
  expression(
    "Number.isInteger(n)",
    "2:10",
    "ParallelTypeError",
    "Number has no isInteger in parallel code: write x == trunc(x).",
  ),
  statement(
    "console.error(a);",
    "2:3",
    "ParallelTypeError",
    "console has no error in parallel code: write console.log(…).",
  ),
  statement(
    "console.table(m);",
    "2:3",
    "ParallelTypeError",
    "console has no table in parallel code: write console.log(…).",
  ),
  expression("float16(a)", "2:10", "ParallelTypeError", "float16 is not defined: did you mean float32?"),
  expression(
    'a.astype("float16")',
    "2:10",
    "ParallelTypeError",
    "float16 is no dtype: did you mean float32?",
  ),
  expression(
    'zeros(3, "long")',
    "2:10",
    "ParallelTypeError",
    "long is no dtype: there are bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, complex64, complex128",
  ),
];
