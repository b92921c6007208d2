import t from "tap";
import { arityOf } from "../../../compiler/frontend/names/arity.js";
import { NAME_TABLES } from "../../../compiler/frontend/names/registry.js";
import { compile } from "../../../runtime/library.js";
import { np } from "../../../runtime/np.js";

t.test("the arity that a signature promises", (t) => {
  const arities: readonly (readonly [string, number, number | null])[] = [
    ["add(x, y)", 2, 2],
    ["sum(a, axis?, keepdims?)", 1, 3],
    ["random.normal(loc = 0, scale = 1, size?)", 0, 3],
    ["random.rand(n?, m?, …)", 0, null],
    ["console.log(...values)", 0, null],
    ["a.copy()", 1, 1],
    ["reduce(f, a, initial), a.reduce(f, initial)", 3, 3],
    ["arange(stop), arange(start, stop, step?, dtype?)", 1, 4],
    ["range(n).map((i) => …), a.map((x) => …)", 2, 2],
    ["Array.from({ length: n }, (_, i) => …)", 2, 2],
    ['guvectorize("(n),(n)->()", f)', 2, 2],
  ];
  for (const [signature, least, most] of arities) t.same(arityOf(signature), { least, most }, signature);
  t.end();
});

t.test("surplus arguments are errors wherever the number is limited", (t) => {
  for (const { names, arity, example } of NAME_TABLES.flat()) {
    const [name = ""] = names;
    // Those whose example calls them as functions; methods are called in the same way.
    const open = example.indexOf(`${name}(`);
    if (arity.most === null || open < 0 || example[open - 1] === ".") continue;
    const given = "0, ".repeat(arity.most + 1);
    const source = `function f() { return ${name}(${given}); }`;
    t.throws(
      () => compile(source)["f"]?.(),
      { name: "ParallelTypeError", message: /takes .*argument/ },
      name,
    );
  }
  t.throws(() => compile("function f(a) { return a.reshape([2, 2], 4); }")["f"]?.(np.arange(4)), {
    message: /a\.reshape takes one list, or the numbers one by one, and not both/,
  });
  t.throws(() => compile("function f(a) { return a.sum(0, true, 1); }")["f"]?.(np.arange(4)), {
    message: /a\.sum takes at most 2 arguments, not 3/,
  });
  t.end();
});

t.test("a function that is called back may take fewer arguments than it is given", (t) => {
  const { f } = compile(`
function square(x) { return x * x; }
const next = vectorize((x) => x + 1);
function f(v) {
  return [v.map(square), v.map(Math.sqrt), v.map(next), v.map(int32), v.map(round), v.map(max), v.map(Number), v.map(Number.isFinite), range(3).map(square),
          fromFunction([2, 2], square), Array.from(v, sqrt)];
}`);
  t.same(
    String(f?.(np.array([1.0, 4.0]))),
    "[ 1. 16.],[1. 2.],[2. 5.],[1 4],[1. 4.],[1. 4.],[1. 4.],[ True  True],[0 1 4],[[0 0]\n [1 1]],[1. 2.]",
  );
  t.end();
});
