import t from "tap";
import { type AnyWidgetFactory, anyWidgetFactory } from "../../kernel/widgets/anywidget.js";
import { createButton } from "../../kernel/widgets/button.js";
import { outputAreaFactory } from "../../kernel/widgets/output-area.js";
import { transpileModule } from "../../kernel/widgets/transpile-module.js";
import { insertBuffers, separateBuffers } from "../../kernel/widgets/widget-buffers.js";
import { np } from "../../runtime/np.js";
import { fakeComms, type Opened } from "./fake-comms.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test("bytes travel beside the state, from wherever they are in it", (t) => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const half = new Uint16Array(bytes.buffer, 2, 1);
  const state = { a: 1, raw: bytes, deep: { list: ["x", half, null], other: true } };
  const { buffers, ...message } = separateBuffers(state);
  t.same(message, {
    state: { a: 1, deep: { list: ["x", null, null], other: true } },
    buffer_paths: [["raw"], ["deep", "list", 1]],
  });
  t.same(buffers, [bytes, Uint8Array.of(3, 4)]);
  t.same(insertBuffers(message.state, [["raw"], ["deep", "list", 1]], buffers), {
    ...state,
    deep: { list: ["x", Uint8Array.of(3, 4), null], other: true },
  });
  t.same(insertBuffers({ a: 1 }, undefined, []), { a: 1 });
  t.same(insertBuffers({ a: 1 }, [["b"], ["c"]], [bytes]), { a: 1, b: bytes }, "a buffer that did not come");
  t.end();
});

t.test("a button calls its function, is off while that runs, and shows its errors", async (t) => {
  const opened: Opened[] = [];
  const errors: unknown[] = [];
  const button = createButton({ comms: fakeComms(opened), showError: (error) => void errors.push(error) });
  let calls = 0;
  let finish = (): void => undefined;
  const shown = button(
    "Go",
    () => {
      calls++;
      if (calls === 1) return undefined;
      if (calls === 2) throw new Error("two");
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    { icon: "play", style: "danger" },
  );
  const [, , model] = opened;
  t.match(model?.state, {
    _model_name: "ButtonModel",
    description: "Go",
    icon: "play",
    button_style: "danger",
  });
  t.match(shown.bundle, {
    "application/vnd.jupyter.widget-view+json": { model_id: "m3" },
    "text/plain": 'button "Go" (it needs ipywidgets\' front end)',
  });
  const press = (): void => model?.receive({ method: "custom", content: { event: "click" } });
  model?.receive({ method: "custom", content: { event: "focus" } });
  t.equal(calls, 0);
  press();
  press();
  t.match(errors, [{ message: "two" }]);
  t.same(model?.sent, []);
  press();
  t.match(model?.sent, [{ state: { disabled: true } }]);
  finish();
  await settled();
  t.match(model?.sent, [{}, { method: "update", state: { disabled: false } }]);
});

t.test("an output area takes text, values and promised bundles in their order", async (t) => {
  const opened: Opened[] = [];
  const area = outputAreaFactory(fakeComms(opened))();
  const [, model] = opened;
  t.match(model?.state, { _model_module: "@jupyter-widgets/output", outputs: [], layout: "IPY_MODEL_m1" });
  const slow = {
    [Symbol.for("Jupyter.display")]: async () => settled().then(() => ({ "text/plain": "slow" })),
  };
  const shown = [area.show(slow), area.show(np.arange(2)), area.show(undefined)];
  await Promise.all(shown);
  area.print("line", 1);
  t.match(model?.sent.at(-1), {
    state: {
      outputs: [
        { output_type: "display_data", data: { "text/plain": "slow" } },
        { output_type: "display_data", data: { "text/plain": "array([0., 1.])" } },
        { output_type: "stream", name: "stdout", text: "line 1\n" },
      ],
    },
  });
  const late = area.show(slow);
  area.clear();
  await late;
  t.same(model?.sent.at(-1), { method: "update", state: { outputs: [] }, buffer_paths: [] });
});

t.test("modules of anywidget: state, changes from both sides, messages", async (t) => {
  const module = await transpileModule(
    "\nconst render = ({ el }: { el: HTMLElement }): void => el.append('x');\nexport default { render };",
    "Widget",
  );
  t.match(module, /^const render = \(\{ el \}\) => el\.append\('x'\);\nexport default \{ render \};/);
  const opened: Opened[] = [];
  const create: AnyWidgetFactory = anyWidgetFactory(fakeComms(opened), "Widget", module);
  const widget = create({ count: 1, pixels: Uint8Array.of(9) }, { css: "b {}" });
  const [, model] = opened;
  t.match(model?.state, {
    _model_module: "anywidget",
    _model_name: "AnyModel",
    _view_name: "AnyView",
    _esm: module,
    _css: "b {}",
    count: 1,
  });
  t.same(model?.buffers[0], [Uint8Array.of(9)]);
  const seen: unknown[] = [];
  widget.onChange("count", (value) => void seen.push(value));
  widget.onMessage((content, buffers) => void seen.push([content, buffers]));
  model?.receive({ method: "update", state: { count: 2 }, buffer_paths: [] });
  widget.set("count", 3);
  model?.receive({ method: "custom", content: "hello" }, [Uint8Array.of(5)]);
  t.same(seen, [2, 3, ["hello", [Uint8Array.of(5)]]]);
  t.equal(widget.get("count"), 3);
  t.equal(widget.get("none"), undefined);
  widget.send({ x: 1 }, [Uint8Array.of(6)]);
  t.same(model?.sent, [
    { method: "update", state: { count: 3 }, buffer_paths: [] },
    { method: "custom", content: { x: 1 } },
  ]);
  t.same(model?.buffers[2], [Uint8Array.of(6)]);
  model?.receive({ method: "request_state" });
  t.match(model?.sent.at(-1), { state: { count: 3 }, buffer_paths: [["pixels"]] });
  t.same(model?.buffers.at(-1), [Uint8Array.of(9)], "a client that comes later gets the bytes as well");
  await t.rejects(transpileModule("\n\nlet x = ;", "Widget"), {
    name: "SyntaxError",
    message: "Widget:3:9: Expression expected.",
  });
});
