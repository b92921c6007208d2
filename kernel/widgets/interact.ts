import type { DisplayHandle } from "../display/display-handle.js";
import { Displayable } from "../display/displayable.js";
import type { Comms } from "../session/comms.js";
import { asControl, type Control } from "./controls.js";
import { openModel, viewBundle } from "./widget-model.js";

/** The values of controls, by name. */
type Values<Controls> = {
  readonly [Name in keyof Controls]: Controls[Name] extends Control<infer Value>
    ? Value
    : Controls[Name] extends readonly (infer Item)[]
      ? Item
      : Controls[Name];
};

/** The global `interact`. */
export type Interact = <Controls extends Readonly<Record<string, unknown>>>(
  show: (values: Values<Controls>) => unknown,
  controls: Controls,
) => void;

/** What interaction needs of its surroundings. */
export interface InteractContext {
  readonly comms: Pick<Comms, "open">;
  display(value: unknown): Pick<DisplayHandle, "update">;
  /** Shows an error under the controls' cell. */
  showError(error: unknown): void;
}

/**
 * `interact(({ x, n }) => …, { x: slider(0, 1), n: [1, 2, 3] })` shows the controls, and below them what the function gives for
 * their values: anew whenever somebody moves one. A call that comes while one runs waits, and only the last of those that
 * wait is made. The client needs ipywidgets' front end (`pip install jupyterlab_widgets`).
 */
export function createInteract({ comms, display, showError }: InteractContext): Interact {
  return (show, given) => {
    const controls = Object.entries(given).map(([name, each]) => ({ name, control: asControl(each, name) }));
    const values: Record<string, unknown> = Object.fromEntries(
      controls.map(({ name, control }) => [name, control.initial]),
    );
    let output: Pick<DisplayHandle, "update"> | undefined;
    let isRunning = false;
    let isStale = false;

    const render = async (): Promise<void> => {
      isStale = true;
      if (isRunning) return;
      isRunning = true;
      while (isStale) {
        isStale = false;
        try {
          // The values are those of the controls, by construction; the mapped type says which.
          const shown = await show({ ...values } as Parameters<typeof show>[0]);
          const result = shown ?? new Displayable({ "text/plain": "" });
          if (output === undefined) output = display(result);
          else output.update(result);
        } catch (error) {
          showError(error);
        }
      }
      isRunning = false;
    };

    const layout = openModel(comms, LAYOUT, {});
    const children = controls.map(({ name, control }) => {
      const style = openModel(comms, styleOf(control), { description_width: "initial" });
      const model = openModel(
        comms,
        { module: "controls", model: control.model, view: control.view },
        {
          ...control.state,
          description: name,
          disabled: false,
          layout: layout.reference,
          style: style.reference,
        },
      );
      model.onChange((changed) => {
        const field = changed[control.field];
        const value = field === undefined ? undefined : control.read(field);
        if (value === undefined) return;
        values[name] = value;
        void render();
      });
      return model.reference;
    });
    const box = openModel(comms, BOX, { children, layout: layout.reference, box_style: "" });
    const names = controls.map(({ name }) => name).join(", ");
    display(new Displayable(viewBundle(box.id, `controls for ${names} (they need ipywidgets' front end)`)));
    void render();
  };
}

const LAYOUT = { module: "base", model: "LayoutModel", view: "LayoutView" } as const;
const BOX = { module: "controls", model: "VBoxModel", view: "VBoxView" } as const;

const styleOf = ({
  model,
}: Control): { readonly module: "controls"; readonly model: string; readonly view: null } => ({
  module: "controls",
  model: model.includes("Slider")
    ? "SliderStyleModel"
    : model === "CheckboxModel"
      ? "CheckboxStyleModel"
      : model === "TextModel"
        ? "TextStyleModel"
        : "DescriptionStyleModel",
  view: null,
});
