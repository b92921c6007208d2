// Objects of numbers and arrays as arguments and free names of parallel functions.
import t, { type Test } from "tap";
import { np } from "../../runtime/np.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";

interface Cells {
  readonly variables: Map<string, unknown>;
  readonly run: (text: string) => unknown;
  readonly call: (name: string, ...args: readonly unknown[]) => unknown;
}

function cells(): Cells {
  const variables = new Map<string, unknown>();
  const session = new ParallelSession({ scope: mapScope(variables), log: () => {} });
  return {
    variables,
    run: (text) => session.runCell(`%%parallel\n${text}`).value,
    call: (name, ...args) => {
      const callee = variables.get(name);
      if (typeof callee !== "function") throw new Error(`${name} is no function`);
      return Reflect.apply(callee, undefined, args);
    },
  };
}

const text = (value: unknown): string => String(value);

t.test("a constant object of literals", async (t) => {
  const { variables, run, call } = cells();
  const sum = run(`const options = { rate: 0.5, steps: 20 };
function f(a) { return a * options.rate + options.steps; }
f(arange(3))`);
  t.equal(text(sum), "[20.  20.5 21. ]");
  t.same(variables.get("options"), { rate: 0.5, steps: 20 });
  t.equal(text(call("f", np.arange(2))), "[20.  20.5]");
  variables.set("options", { rate: 2, steps: 1 });
  t.equal(text(call("f", np.arange(2))), "[1. 3.]", "the object is read anew at each call");
});

t.test("literals take the dtype of arrays, as long as they are the session's values", async (t) => {
  const { variables, run, call } = cells();
  run("const options = { steps: 20 };\nfunction f(a) { return a * options.steps; }");
  const integers = np.arange(3).astype("int32");
  t.match(call("f", integers), { dtype: "int32" });
  variables.set("options", { steps: 21 });
  t.match(call("f", integers), { dtype: "float64" });
  variables.set("options", { steps: 20 });
  t.match(call("f", integers), { dtype: "int32" });
});

t.test("an object of an ordinary cell: numbers, arrays, functions, objects in it", async (t) => {
  const { variables, run, call } = cells();
  run("function half(x) { return x / 2; }");
  const weights = Float64Array.of(1, 2, 3);
  const inner = { matrix: np.ones([2, 2]), name: "unused" };
  const model = { scale: 2, isOn: true, count: 3n, weights, apply: variables.get("half"), inner };
  variables.set("model", model);
  run(`function f(a) {
  let total = 0;
  for (const i of prange(a.length)) total += a[i] * model.weights[i] * model.scale;
  return model.isOn ? model.apply(total) + sum(model.inner.matrix) : total;
}
function g(a) { return a * model.count; }`);
  t.equal(call("f", np.arange(3)), 12);
  weights[2] = 13;
  model.isOn = false;
  t.equal(call("f", np.arange(3)), 56);
  t.match(call("g", np.arange(3).astype("int64")), { dtype: "int64" });
});

t.test("an object as an argument, whole or taken apart", async (t) => {
  const { variables, run, call } = cells();
  run(`function scaled(a, { rate, steps = 3 }: { rate: number; steps?: number }) {
  for (const step of range(steps)) a = a * rate;
  return a;
}
function grown(options) { return { rate: options.rate * 2, bias: options.bias + 1 }; }
function added(o) { o.into[":"] += o.step; }
function copied(o) { o.to["1:"] = o.from[":-1"]; }`);
  t.equal(text(call("scaled", np.arange(3), { rate: 2 })), "[ 0.  8. 16.]");
  t.equal(text(call("scaled", np.arange(3), { steps: 1, rate: 2 })), "[0. 2. 4.]");
  t.same(String(Reflect.get(Object(variables.get("scaled")), "signatures")).split("),("), [
    "(float64[::1], { rate: number }",
    "float64[::1], { steps: number, rate: number })",
  ]);
  const result = call("grown", { rate: 2, bias: np.zeros(2) });
  t.match(result, { rate: 4 });
  t.equal(text(Reflect.get(Object(result), "bias")), "[1. 1.]");
  const into = np.zeros(2);
  call("added", { into, step: 2 });
  t.equal(text(into), "[2. 2.]", "arrays of an object are the caller's");
  const shared = np.arange(5);
  call("copied", { from: shared, to: shared });
  t.equal(text(shared), "[0. 0. 1. 2. 3.]", "also where two of them are one");
});

t.test("fields of other shapes than those of the same signature", async (t) => {
  const { run, call } = cells();
  run("function f(a, o) { return a + o.b; }");
  t.equal(text(call("f", np.arange(3), { b: np.ones(3) })), "[1. 2. 3.]");
  t.throws(() => call("f", np.arange(3), { b: np.ones(4) }), { name: "RangeError" });
});

t.test("what can't be used is an error where it is used, and only there", async (t: Test) => {
  const { variables, run, call } = cells();
  class Point {
    x = 1;
  }
  const deep: Record<string, unknown> = { n: 1 };
  deep["self"] = deep;
  variables.set("o", {
    n: 1,
    name: "text",
    map: new Map(),
    list: [1],
    log: console.log,
    point: new Point(),
    deep,
    get now() {
      return 1;
    },
  });
  const messages = {
    name: /o\.name is a string, which parallel code can't use/,
    map: /o\.map is a Map \(make an object of it with Object\.fromEntries\)/,
    list: /o\.list is a JavaScript array \(make an NDArray of it with np\.array\)/,
    log: /o\.log is an ordinary JavaScript function \(declare it in a %%parallel cell\)/,
    point: /o\.point is a Point/,
    now: /o\.now is an accessor \(pass an object of plain fields\)/,
    nope: /The object has no field nope: it has n, deep, name, map, list, log, point, now/,
  };
  for (const [field, message] of Object.entries(messages)) {
    t.throws(() => run(`o.${field} + 1`), { name: "ParallelTypeError", message });
    t.throws(() => run(`const { ${field} } = o;`), { name: "ParallelTypeError" });
  }
  t.equal(run("o.n + o.deep.self.n"), 2);
  t.throws(() => run("function f() { return o; }\nf()"), { message: /o\.name is a string/ });
  t.throws(() => run("function f() { o.n = 2; }\nf()"), { message: /fields of an object can't be assigned/ });
  run("function f(o) { return o.n; }");
  t.throws(() => call("f", new Map()), { message: /o is a Map/ });
  t.throws(() => call("f", { x: 1 }), { message: /The object has no field n: it has x/ });
  t.throws(() => call("f", Object.fromEntries(Array.from({ length: 65 }, (_, k) => [`n${k}`, k]))), {
    message: /an object of 65 fields \(pass the fields that are needed\)/,
  });
});
