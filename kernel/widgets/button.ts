import { Displayable } from "../display/displayable.js";
import type { Comms } from "../session/comms.js";
import { isJsonObject } from "../wire.js";
import { openModel, viewBundle } from "./widget-model.js";

export interface ButtonOptions {
  /** The name of an icon of Font Awesome 4, such as "play". */
  readonly icon?: string;
  /** What the pointer shows. */
  readonly tooltip?: string;
  readonly style?: "primary" | "success" | "info" | "warning" | "danger";
}

/** The global `button`. */
export type Button = (label: string, clicked: () => unknown, options?: ButtonOptions) => Displayable;

export interface ButtonContext {
  readonly comms: Pick<Comms, "open">;
  showError(error: unknown): void;
}

/**
 * `button("Run", () => …)` shows a button that calls the function. While a promise of the function is open, the button can't be pressed. The client
 * needs ipywidgets' front end.
 */
export function createButton({ comms, showError }: ButtonContext): Button {
  return (label, clicked, { icon = "", tooltip = "", style } = {}) => {
    const layout = openModel(comms, { module: "base", model: "LayoutModel", view: "LayoutView" }, {});
    const colours = openModel(comms, { module: "controls", model: "ButtonStyleModel", view: null }, {});
    const model = openModel(
      comms,
      { module: "controls", model: "ButtonModel", view: "ButtonView" },
      {
        description: label,
        icon,
        tooltip: tooltip === "" ? null : tooltip,
        button_style: style ?? "",
        disabled: false,
        layout: layout.reference,
        style: colours.reference,
      },
    );
    const press = async (): Promise<void> => {
      try {
        const result = clicked();
        if (!(result instanceof Promise)) return;
        model.update({ disabled: true });
        await result.finally(() => model.update({ disabled: false }));
      } catch (error) {
        showError(error);
      }
    };
    model.onCustom(({ content }) => {
      if (isJsonObject(content) && content["event"] === "click") void press();
    });
    return new Displayable(viewBundle(model.id, `button "${label}" (it needs ipywidgets' front end)`));
  };
}
