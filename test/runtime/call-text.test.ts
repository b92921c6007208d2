import t from "tap";
import { callText } from "../../runtime/eager/call-text.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";

const a = np.array([1, 2, 3]);

t.test("operands are parameters, and lists among them arrays", async (t) => {
  const { expression, parameters, values } = callText("np.add", [a, [1, 2, 3]], "operand", "operand");
  t.equal(expression, "np.add(p0, p1)");
  t.same(parameters, ["p0", "p1"]);
  t.equal(values[0], a);
  t.ok(values[1] instanceof NDArray && values[1].dtype === "float64");
  t.equal(
    callText("np.clip", [a, 0, undefined], "operand", "operand").expression,
    "np.clip(p0, p1, undefined)",
  );
});

t.test("settings are part of the text", async (t) => {
  const text = (...args: readonly unknown[]) => callText("np.sum", args, "operand", "setting").expression;
  t.equal(text(a), "np.sum(p0)");
  t.equal(text(a, -1, true), "np.sum(p0, -1, true)");
  t.equal(text(a, [0, 1]), "np.sum(p0, [0, 1])");
  t.equal(text(a, { axis: 0, dtype: "float32" }), 'np.sum(p0, { axis: 0, dtype: "float32" })');
  t.equal(text(a, { dtype: np.float32 }), 'np.sum(p0, { dtype: "float32" })');
  t.equal(text([[1, 2]], 0), "np.sum(p0, 0)");
  t.equal(text(2), "np.sum(p0)", "a number as first argument is an operand");
});

t.test("sizes are numbers that the kernel takes", async (t) => {
  const { expression, values } = callText("np.random.normal", [0, 1, [2, 3]], "size", "size");
  t.equal(expression, "np.random.normal(p0, p1, [p2, p3])");
  t.same(values, [0, 1, 2, 3]);
});
