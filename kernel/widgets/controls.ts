import type { JsonObject } from "../wire.js";
import type { WidgetValue } from "./widget-buffers.js";

/** Something to choose a value with: how the client is to show it, and what its state means. */
export interface Control<Value = unknown> {
  /** The names of model and view in @jupyter-widgets/controls. */
  readonly model: string;
  readonly view: string;
  readonly state: JsonObject;
  /** The field of the state that changes. */
  readonly field: "value" | "index";
  readonly initial: Value;
  /** The value that the field stands for; undefined where it is none. */
  readonly read: (field: WidgetValue) => Value | undefined;
}

export interface SliderOptions {
  /** Where it begins; by default in the middle. */
  readonly value?: number;
  readonly step?: number;
}

const SLIDER_STEPS = 100;

/**
 * A number between two others. Where both and the step are whole, its values are whole.
 * @throws {RangeError} where the range is empty, or the value is outside
 */
export function slider(low: number, high: number, options: SliderOptions = {}): Control<number> {
  const isWhole =
    Number.isInteger(low) &&
    Number.isInteger(high) &&
    Number.isInteger(options.step ?? (high - low > 1 ? 1 : 0.1));
  const step = options.step ?? (isWhole ? 1 : (high - low) / SLIDER_STEPS);
  const middle = low + Math.round((high - low) / 2 / step) * step;
  const initial = options.value ?? middle;
  if (!(low < high) || !(step > 0)) {
    throw new RangeError(`A slider from ${low} to ${high} in steps of ${step} has nothing to choose`);
  }
  if (!(initial >= low && initial <= high))
    throw new RangeError(`${initial} is not between ${low} and ${high}`);
  const kind = isWhole ? "Int" : "Float";
  return {
    model: `${kind}SliderModel`,
    view: `${kind}SliderView`,
    state: {
      min: low,
      max: high,
      step,
      value: initial,
      continuous_update: true,
      orientation: "horizontal",
      readout: true,
      readout_format: isWhole ? "d" : ".3~g",
    },
    field: "value",
    initial,
    // The client adds up steps.
    read: (value) => (typeof value === "number" ? Number(value.toPrecision(12)) : undefined),
  };
}

/** One of several values, by their text; functions by their names. */
export function dropdown<Value>(values: readonly Value[]): Control<Value> {
  const [first] = values;
  if (first === undefined) throw new RangeError("A drop-down list needs a value to choose");
  return {
    model: "DropdownModel",
    view: "DropdownView",
    state: { _options_labels: values.map(labelOf), index: 0 },
    field: "index",
    initial: first,
    read: (index) => (typeof index === "number" ? values[index] : undefined),
  };
}

const labelOf = (value: unknown): string => (typeof value === "function" ? value.name : String(value));

/** True or false. */
export const checkbox = (initial = false): Control<boolean> => ({
  model: "CheckboxModel",
  view: "CheckboxView",
  state: { value: initial, indent: true },
  field: "value",
  initial,
  read: (value) => (typeof value === "boolean" ? value : undefined),
});

/** A line of text. */
export const textField = (initial = ""): Control<string> => ({
  model: "TextModel",
  view: "TextView",
  state: { value: initial, continuous_update: false },
  field: "value",
  initial,
  read: (value) => (typeof value === "string" ? value : undefined),
});

/** What stands for a control: a control itself, true or false, a text, a number (between nothing and twice as much), a list to choose from. */
export function asControl(given: unknown, name: string): Control {
  if (isControl(given)) return given;
  if (typeof given === "boolean") return checkbox(given);
  if (typeof given === "string") return textField(given);
  if (typeof given === "number" && Number.isFinite(given) && given !== 0) {
    return slider(Math.min(0, 2 * given), Math.max(0, 2 * given), { value: given });
  }
  if (Array.isArray(given) && given.length > 0) return dropdown(given);
  throw new TypeError(
    `${name} has no control: write slider(low, high), dropdown(values), true, false, a text, or a list to choose from`,
  );
}

function isControl(given: unknown): given is Control {
  return typeof given === "object" && given !== null && "model" in given && "read" in given;
}
