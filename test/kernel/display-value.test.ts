import { inspect } from "node:util";
import t from "tap";
import { displayables } from "../../kernel/display/displayables.js";
import { toMimeBundle } from "../../kernel/display/value.js";
import { np } from "../../runtime/np.js";

const DISPLAY = Symbol.for("Jupyter.display");

t.test("values say how they are shown", async (t) => {
  t.same(toMimeBundle({ [DISPLAY]: () => ({ "text/html": "<b>x</b>" }) }), { "text/html": "<b>x</b>" });
  t.same(await toMimeBundle({ [DISPLAY]: async () => ({ "text/plain": "later" }) }), {
    "text/plain": "later",
  });
  const withState = {
    word: "mine",
    [DISPLAY]() {
      return { "text/plain": this.word };
    },
  };
  t.same(toMimeBundle(withState), { "text/plain": "mine" }, "the method sees its object");
  const f = Object.assign(() => 1, { [DISPLAY]: () => ({ "text/plain": "a function" }) });
  t.same(toMimeBundle(f), { "text/plain": "a function" });
});

t.test("bundles become what JSON can hold", async (t) => {
  const shown = {
    "image/png": Uint8Array.of(1, 2, 3),
    "application/json": { a: [1, undefined, new Date(0)] },
  };
  t.same(toMimeBundle({ [DISPLAY]: () => shown }), {
    "image/png": "AQID",
    "application/json": { a: [1, null, "1970-01-01T00:00:00.000Z"] },
  });
  t.throws(() => toMimeBundle({ [DISPLAY]: () => ({ "application/json": 1n }) }), TypeError);
  t.throws(
    () =>
      toMimeBundle({
        [DISPLAY]: () => {
          throw new Error("no");
        },
      }),
    /^no$/,
    "errors are the cell's",
  );
  const odd = { [DISPLAY]: () => "text" };
  t.same(toMimeBundle(odd), { "text/plain": inspect(odd) }, "what is no bundle is not used");
});

t.test("everything else is shown as text", async (t) => {
  t.equal(toMimeBundle(undefined), null);
  t.same(toMimeBundle(null), { "text/plain": "null" });
  t.same(toMimeBundle({ a: [1, "x"] }), { "text/plain": "{ a: [ 1, 'x' ] }" });
  t.same(toMimeBundle("text"), { "text/plain": "'text'" });
  t.same(toMimeBundle(5n), { "text/plain": "5n" });
  t.same(
    toMimeBundle({ a: np.array([1]) }),
    { "text/plain": "{ a: array([1.]) }" },
    "arrays inside of it as well",
  );
});

t.test("display makes values for each kind of output", async (t) => {
  t.same(toMimeBundle(displayables.html("<i>x</i>")), { "text/html": "<i>x</i>", "text/plain": "<i>x</i>" });
  t.same(toMimeBundle(displayables.markdown("# x")), { "text/markdown": "# x", "text/plain": "# x" });
  t.same(toMimeBundle(displayables.json({ a: 1 })), {
    "application/json": { a: 1 },
    "text/plain": '{\n  "a": 1\n}',
  });
  t.same(Object.keys(toMimeBundle(displayables.image([[1]])) ?? {}), [
    "image/png",
    "text/html",
    "text/plain",
  ]);
  t.equal(inspect([displayables.text("as text")]), "[ as text ]", "console.log prints the text");
});
