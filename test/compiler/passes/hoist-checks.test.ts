// Checks that stand before a loop fail where an iteration would have come to them, and only there.
import t from "tap";
import { compile, np } from "../../../runtime/library.js";

const { decayed, triangle, chosen } = compile(`
function decayed(a, m) {
  const out = zeros(a.size);
  for (const i of prange(a.size)) {
    let x = 0.0;
    for (const j of range(m)) x = x * 0.5 + a[i];
    out[i] = x;
  }
  return out;
}
function triangle(a, k, m) {
  let s = 0.0;
  for (const i of range(k)) for (const j of range(0, a.size, 2)) for (const l of range(m)) s += a[j] * l;
  return s;
}
function chosen(a, m) {
  const out = zeros(a.size);
  for (const i of prange(a.size)) if (a[i] > 0) for (const j of range(m)) out[i] += a[i];
  return out;
}
`);

const halves = /2\.5/;

t.test("the loops run as often as they should", async (t) => {
  const a = np.array([1, -2, 3]);
  t.equal(String(decayed?.(a, 3)), "[ 1.75 -3.5   5.25]");
  t.equal(String(decayed?.(np.ones([5]), 2)), "[1.5 1.5 1.5 1.5 1.5]");
  t.equal(triangle?.(a, 2, 3), 24);
  t.equal(String(chosen?.(a, 2)), "[2. 0. 6.]");
});

t.test("a number that is not whole fails in the loop that would meet it", async (t) => {
  const a = np.array([1, -2, 3]);
  t.throws(() => decayed?.(a, 2.5), { message: halves });
  t.throws(() => triangle?.(a, 2, 2.5), { message: halves });
  t.throws(() => chosen?.(a, 2.5), { message: halves });
});

t.test("where no iteration meets it, nothing fails", async (t) => {
  t.equal(String(decayed?.(np.zeros([0]), 2.5)), "[]");
  t.equal(triangle?.(np.ones([3]), 0, 2.5), 0);
  t.equal(triangle?.(np.zeros([0]), 2, 2.5), 0);
  t.equal(String(chosen?.(np.array([-1, -2]), 2.5)), "[0. 0.]");
});

t.test("an array without axes is checked too", async (t) => {
  const { rest } = compile("function rest(a) { return a % 6; }");
  t.equal(Number(rest?.(np.array(8, { dtype: "int8" }))), 2);
});
