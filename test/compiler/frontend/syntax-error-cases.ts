import type { SourceCase } from "./source-case.js";
import { ramp } from "./source-case.js";

/** What a user of TypeScript or Python will try outside of the language, and what is said about it. */
export const SYNTAX_ERRORS: readonly SourceCase[] = [
  [
    "function f(a) { return a[1:3]; }",
    [ramp(4)],
    "ParallelSyntaxError: ']' expected. A slice is written as a string in TypeScript: a[\"1:-1\"], or a[slice(lo, hi)] with computed bounds.",
  ],
  [
    "function f(a) { return a // 2; }",
    [ramp(4)],
    "ParallelSyntaxError: '}' expected. `//` begins a comment in TypeScript: floor division is floorDivide(a, b).",
  ],
  [
    "function f(a) { for i in range(3): pass }",
    [ramp(4)],
    "ParallelSyntaxError: '(' expected. A loop is written for (const i of range(n)) { … }.",
  ],
  [
    "function f(a) { return a > 1 and a < 3; }",
    [ramp(4)],
    "ParallelSyntaxError: ';' expected. This is TypeScript syntax: &&, ||, !, function, else if, (x) => ….",
  ],
  [
    "function f(a) { return not a; }",
    [ramp(4)],
    "ParallelSyntaxError: ';' expected. This is TypeScript syntax: &&, ||, !, function, else if, (x) => ….",
  ],
  [
    "function f(a) { return [...a, 1]; }",
    [ramp(4)],
    "ParallelSyntaxError: A spread has no fixed number of values: use concatenate([a, b]) to join arrays.",
  ],
  [
    "function f(a) { return new Float64Array(4); }",
    [ramp(4)],
    "ParallelSyntaxError: `new` makes a JavaScript object, which parallel code can't hold: use zeros(n) or array([…]) for arrays, or do it in an ordinary TypeScript cell.",
  ],
  [
    "function f(a) { return new Array(4); }",
    [ramp(4)],
    "ParallelSyntaxError: `new` makes a JavaScript object, which parallel code can't hold: use zeros(n) or array([…]) for arrays, or do it in an ordinary TypeScript cell.",
  ],
  [
    "function f(a) { return Math.max(...a); }",
    [ramp(4)],
    "ParallelSyntaxError: A spread has no fixed number of values: use concatenate([a, b]) to join arrays.",
  ],
  [
    "function f(a) { return -a ** 2; }",
    [ramp(4)],
    "ParallelSyntaxError: An unary expression with the '-' operator is not allowed in the left-hand side of an exponentiation expression. Consider enclosing the expression in parentheses. Write -(x ** 2) or (-x) ** 2.",
  ],
  [
    "function f(a) { return { ...a }; }",
    [ramp(4)],
    "ParallelSyntaxError: A spread has no fixed fields: list the fields of the object.",
  ],
  [
    "function f(a) { return a?.length; }",
    [ramp(4)],
    "ParallelSyntaxError: `?.` has no meaning in parallel code, where nothing is null: use `.`.",
  ],
  [
    "function f(a) { return a ?? 1; }",
    [ramp(4)],
    "ParallelSyntaxError: `??` has no meaning in parallel code, where nothing is null: give the parameter a default value.",
  ],
  [
    "function f(a) { return typeof a; }",
    [ramp(4)],
    "ParallelSyntaxError: `typeof` has no meaning in parallel code: every type is known when the function is compiled.",
  ],
  [
    "function f(a) { try { return a; } catch { return 1; } }",
    [ramp(4)],
    "ParallelSyntaxError: `try` is not part of the parallel language: an error ends the call; catch it in the ordinary cell that calls.",
  ],
  [
    "async function f(a) { return a; }",
    [ramp(4)],
    "ParallelSyntaxError: An async function can't run in parallel code: call f.async(…) from an ordinary cell to run f off the main thread.",
  ],
  [
    "function* f(a) { yield a; }",
    [ramp(4)],
    "ParallelSyntaxError: A generator function can't run in parallel code: use a loop, or fromFunction([n], (i) => …).",
  ],
  [
    "function f(a) { return await a; }",
    [ramp(4)],
    "ParallelSyntaxError: `await` can't stand in parallel code: do it in an ordinary TypeScript cell, and pass the result in.",
  ],
  [
    "class A {} function f(a) { return a; }",
    [ramp(4)],
    "ParallelSyntaxError: A class can't be used in parallel code: use functions, tuples and arrays.",
  ],
  [
    'import { x } from "y"; function f(a) { return a; }',
    [ramp(4)],
    "ParallelSyntaxError: An import can't stand in a parallel cell: do it in an ordinary TypeScript cell; its numbers and arrays are visible here.",
  ],
  [
    "function f(a) { const m = new Map(); return a; }",
    [ramp(4)],
    "ParallelSyntaxError: `new` makes a JavaScript object, which parallel code can't hold: use zeros(n) or array([…]) for arrays, or do it in an ordinary TypeScript cell.",
  ],
  [
    "function f(a) { return `x${a}`; }",
    [ramp(4)],
    "ParallelSyntaxError: A template string can't be made in parallel code: strings may be indices, dtypes, options and messages only.",
  ],
  [
    'function f(a) { throw "bad"; }',
    [ramp(4)],
    'ParallelSyntaxError: Only errors can be thrown: throw new Error("…").',
  ],
  [
    "function f(a) { for (const i in a) { } }",
    [ramp(4)],
    "ParallelSyntaxError: `for … in` loops over property names: write for (const i of range(n)).",
  ],
  [
    "function f(a) { let i; for (i of range(3)) { } }",
    [ramp(4)],
    "ParallelSyntaxError: The variable of a loop is declared by it: for (const i of range(n)).",
  ],
  [
    "function f(...a) { return a; }",
    [ramp(4)],
    "ParallelSyntaxError: A rest parameter has no fixed number of values: name each parameter, or pass an array.",
  ],
  [
    'function f(a) { return a.map((x) => "y"); }',
    [ramp(4)],
    "ParallelSyntaxError: A string can't be a value in parallel code: strings may be indices, dtypes, options, signatures and messages only.",
  ],
  [
    "function f(a) { return (a, 1); }",
    [ramp(4)],
    "ParallelSyntaxError: A comma gives the value on its right only: for a tuple write [a, b].",
  ],
  [
    "function f(a) { this.x = 1; }",
    [ramp(4)],
    "ParallelSyntaxError: `this` has no meaning in parallel code: pass what you need as a parameter.",
  ],
  [
    "function f(a) { delete a[0]; }",
    [ramp(4)],
    "ParallelSyntaxError: `delete` has no meaning in parallel code: there are no JavaScript objects.",
  ],
  ["function f(a) { break; }", [ramp(4)], "ParallelSyntaxError: There is no loop to break here."],
  [
    "function f(a) {\n  const b = a // 2;\n  return b;\n}",
    [ramp(4)],
    "ParallelSyntaxError: `//` begins a comment in TypeScript: floor division is floorDivide(a, b).",
  ],
];
