import { readFileSync } from "node:fs";
import t from "tap";
import { compile, NDArray } from "../../runtime/library.js";

const fixture = new URL("../../../test/conformance/fixtures/overlapping-views.json", import.meta.url);
// Written by make_overlapping_views.py beside it.
const reference = JSON.parse(readFileSync(fixture, "utf8")) as Readonly<Record<string, string>>;

const LENGTH = 9;
const ramp = (): NDArray =>
  new NDArray(
    "int32",
    Int32Array.from({ length: LENGTH }, (_, i) => i),
    [LENGTH],
  );
const digits = (array: NDArray): string => array.copy().data.join("");

/** The view a[start::step][:n] of the largest n that both sides allow. */
function views(base: NDArray, key: string): readonly [source: NDArray, target: NDArray] {
  const [from = "", to = ""] = key.split(" ");
  const [source, target] = [base.slice(from.replace(":", "::")), base.slice(to.replace(":", "::"))];
  const n = Math.min(source.length, target.length);
  return [source.slice(`:${n}`), target.slice(`:${n}`)];
}

const { assign, add, assignBlock } = compile(`
function assign(target, source) { target[":"] = source; }
function add(target, source) { target += source; }
function assignBlock(target, source) { target["newaxis", ":"] = source; }`);

t.test("a 1-D assignment between overlapping views leaves what NumPy leaves", async (t) => {
  t.equal(Object.keys(reference).length, 54 * 54);
  const wrong = Object.entries(reference).filter(([key, expected]) => {
    const base = ramp();
    const [source, target] = views(base, key);
    assign?.(target, source);
    return digits(base) !== expected;
  });
  t.same(wrong, []);
});

t.test("an update, and an assignment of two dimensions, read what was there before", async (t) => {
  for (const key of Object.keys(reference).filter((_, index) => index % 13 === 0)) {
    const [summed, replaced] = [ramp(), ramp()];
    const [source, target] = views(ramp(), key);
    const [sum, copy] = [target.copy(), source.copy()];
    for (let i = 0; i < sum.length; i++) sum.set(i, Number(sum.get(i)) + Number(copy.get(i)));
    const [addend, total] = views(summed, key);
    add?.(total, addend);
    t.same(digits(total), digits(sum), `+= ${key}`);
    const [read, written] = views(replaced, key);
    assignBlock?.(written, read);
    t.same(digits(written), digits(copy), `block ${key}`);
  }
});
