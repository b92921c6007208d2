// Where an error points: line and column of the text that is wrong.
import t from "tap";
import { CompileError } from "../../../compiler/diagnostic.js";
import { compileSource } from "../compile-source.js";

const cases: readonly (readonly [text: string, types: readonly string[], at: string])[] = [
  ["function f(a) {\n  return a + unknown;\n}", ["float64[::1]"], "2:14 unknown"],
  ["function f(a) {\n  const x = 1;\n  x = 2;\n}", ["float64[::1]"], "3:3 x = 2"],
  ["function f(a) {\n  if (a > 0) return 1;\n}", ["float64[::1]"], "2:7 a > 0"],
  ["function f(a) {\n  return a[0, 1];\n}", ["float64[::1]"], "2:10 a[0, 1]"],
  [
    "function f(a) {\n  let s = 0;\n  for (const i of prange(3)) {\n    s = a[i];\n  }\n}",
    ["float64[::1]"],
    "4:5 s = a[i]",
  ],
  [
    "function f(a) {\n  let s = 0;\n  for (const i of prange(3)) {\n    s += a[i] * s;\n  }\n}",
    ["float64[::1]"],
    "4:17 s",
  ],
  ["function f(a) {\n  for (const i of prange(1, 3)) a[i] = a[i - 1];\n}", ["float64[::1]"], "2:40 a[i - 1]"],
  ["function f(a) {\n  const h = a // 2;\n}", ["float64[::1]"], "2:15 // 2;"],
  ["function g(x) {\n  return x.foo;\n}\nfunction f(a) {\n  return g(a);\n}", ["float64[::1]"], "2:10 x.foo"],
  [
    "function f(a) {\n  for (const i of prange(3)) {\n    if (i > 1) break;\n  }\n}",
    ["float64[::1]"],
    "3:16 break;",
  ],
];
for (const [text, types, at] of cases) {
  t.test(at, async (t) => {
    try {
      compileSource(text, "f", types);
      t.fail("nothing was thrown");
    } catch (thrown) {
      if (!(thrown instanceof CompileError)) throw thrown;
      const { position, span } = thrown;
      t.equal(`${position.line}:${position.column} ${text.slice(span.start, span.end)}`, at);
    }
  });
}
