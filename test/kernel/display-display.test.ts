import t from "tap";
import { createDisplay } from "../../kernel/display/display.js";

function recorder() {
  const sent: unknown[] = [];
  const display = createDisplay({
    show: (data, { displayId, update }) => sent.push({ data, displayId, update }),
    clear: (wait) => sent.push({ clear: wait }),
  });
  return { sent, display };
}

t.test("display shows a value, and replaces it later", async (t) => {
  const { sent, display } = recorder();
  const handle = display({ a: 1 });
  handle.update(display.html("<b>2</b>")).update(undefined);
  t.same(sent, [
    { data: { "text/plain": "{ a: 1 }" }, displayId: handle.id, update: false },
    { data: { "text/html": "<b>2</b>", "text/plain": "<b>2</b>" }, displayId: handle.id, update: true },
    { data: { "text/plain": "undefined" }, displayId: handle.id, update: true },
  ]);
  t.not(display(1).id, handle.id, "each output has its own id");
});

t.test("asynchronous display methods are waited for by shown", async (t) => {
  const { sent, display } = recorder();
  const handle = display({ [Symbol.for("Jupyter.display")]: async () => ({ "text/plain": "late" }) });
  t.equal(sent.length, 0);
  await handle.shown;
  t.same(sent, [{ data: { "text/plain": "late" }, displayId: handle.id, update: false }]);
  const failing = display({ [Symbol.for("Jupyter.display")]: () => Promise.reject(new Error("no picture")) });
  await t.rejects(failing.shown, /^no picture$/);
});

t.test("outputs are cleared", async (t) => {
  const { sent, display } = recorder();
  display.clear();
  display.clear({ wait: true });
  t.same(sent, [{ clear: false }, { clear: true }]);
});
