import t from "tap";
import { asControl, checkbox, dropdown, slider } from "../../kernel/widgets/controls.js";
import { createInteract, type Interact } from "../../kernel/widgets/interact.js";
import { fakeComms, type Opened } from "./fake-comms.js";

/** A client that keeps what is opened, and outputs as lists of what they showed. */
function client(): {
  readonly interact: Interact;
  readonly opened: Opened[];
  readonly outputs: unknown[][];
  readonly errors: unknown[];
} {
  const opened: Opened[] = [];
  const outputs: unknown[][] = [];
  const errors: unknown[] = [];
  const interact = createInteract({
    comms: fakeComms(opened),
    display(value) {
      const shown = [value];
      outputs.push(shown);
      return { id: String(outputs.length), update: (next) => void shown.push(next) };
    },
    showError: (error) => void errors.push(error),
  });
  return { interact, opened, outputs, errors };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test("controls are models of ipywidgets, and what they change is shown anew", async (t) => {
  const { interact, opened, outputs } = client();
  interact(({ x, word, isLoud }) => `${word} ${x}${isLoud ? "!" : ""}`, {
    x: slider(0, 10),
    word: ["one", "two"],
    isLoud: false,
  });
  await settled();
  t.same(
    opened.map(({ state }) => state["_model_name"]),
    [
      "LayoutModel",
      "SliderStyleModel",
      "IntSliderModel",
      "DescriptionStyleModel",
      "DropdownModel",
      "CheckboxStyleModel",
      "CheckboxModel",
      "VBoxModel",
    ],
  );
  t.ok(opened.every(({ target, version }) => target === "jupyter.widget" && version === "2.1.0"));
  t.match(opened[1]?.state, { _view_module: "@jupyter-widgets/base", _view_name: "StyleView" });
  t.match(opened[2]?.state, { description: "x", min: 0, max: 10, step: 1, value: 5, layout: "IPY_MODEL_m1" });
  t.match(opened[7]?.state, { children: ["IPY_MODEL_m3", "IPY_MODEL_m5", "IPY_MODEL_m7"] });
  const [box, result] = outputs;
  const view = { version_major: 2, version_minor: 0, model_id: "m8" };
  t.match(box, [{ bundle: { "application/vnd.jupyter.widget-view+json": view } }]);
  t.same(result, ["one 5"]);
  opened[2]?.receive({ method: "update", state: { value: 7 } });
  await settled();
  opened[4]?.receive({ method: "update", state: { index: 1 } });
  opened[6]?.receive({ method: "update", state: { value: true } });
  await settled();
  await settled();
  t.equal(result?.at(-1), "two 7!");
  opened[2]?.receive({ method: "request_state" });
  t.match(
    opened[2]?.sent,
    [{ method: "update", state: { value: 7 } }],
    "a client that comes later gets the state",
  );
});

t.test("of calls that wait only the last is made, and errors are shown", async (t) => {
  const { interact, opened, outputs, errors } = client();
  let calls = 0;
  interact(
    async ({ x }) => {
      calls++;
      await settled();
      if (x === 9) throw new Error("nine");
      return x;
    },
    { x: slider(0, 10) },
  );
  for (const value of [1, 2, 3, 4]) opened[2]?.receive({ method: "update", state: { value } });
  for (let turn = 0; turn < 8; turn++) await settled();
  t.equal(calls, 2);
  t.same(outputs[1], [5, 4]);
  opened[2]?.receive({ method: "update", state: { value: 9 } });
  for (let turn = 0; turn < 4; turn++) await settled();
  t.match(errors, [{ message: "nine" }]);
});

t.test("what stands for a control", async (t) => {
  t.match(slider(0, 1), { model: "FloatSliderModel", initial: 0.5, state: { step: 0.01 } });
  t.match(slider(0, 1, { step: 1 }), { model: "IntSliderModel" });
  t.match(slider(0, 100, { value: 3 }), { model: "IntSliderModel", initial: 3 });
  t.match(asControl(4, "n"), { model: "IntSliderModel", state: { min: 0, max: 8, value: 4 } });
  t.match(asControl("text", "s"), { model: "TextModel", initial: "text" });
  t.equal(checkbox(true).read(false), false);
  t.equal(dropdown([10, 20]).read(1), 20);
  t.equal(slider(0, 4).read(3.3000000000000007), 3.3);
  t.equal(slider(0, 1).read("x"), undefined, "what is no number is not passed on");
  t.throws(() => slider(1, 1), /nothing to choose/);
  t.throws(() => slider(0, 1, { value: 2 }), /2 is not between 0 and 1/);
  t.throws(() => dropdown([]), /needs a value/);
  t.throws(() => asControl({}, "z"), /z has no control/);
});
