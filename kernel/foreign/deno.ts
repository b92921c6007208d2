import { readFileSync } from "node:fs";
import { Displayable } from "../display/displayable.js";
import { displayables } from "../display/displayables.js";
import { toMimeBundle } from "../display/value.js";
import type { MimeBundle } from "../messages.js";
import type { Display } from "../session/display-global.js";
import { isJsonObject, type JsonObject } from "../wire.js";

interface DisplayOptions {
  /** The value is a bundle of MIME types. */
  readonly raw?: boolean;
  /** It takes the place of what was displayed under `display_id`. */
  readonly update?: boolean;
  readonly display_id?: string;
}

/** What notebooks made for Deno's kernel use of `Deno.jupyter`. */
export interface DenoJupyter {
  readonly $display: symbol;
  display(value: unknown, options?: DisplayOptions): Promise<void>;
  /** The bundle that shows a value. */
  format(value: unknown): Promise<MimeBundle>;
  readonly html: (strings: TemplateStringsArray, ...values: unknown[]) => Displayable;
  readonly md: (strings: TemplateStringsArray, ...values: unknown[]) => Displayable;
  readonly svg: (strings: TemplateStringsArray, ...values: unknown[]) => Displayable;
  /** The bytes of a PNG or JPEG file, or its path. */
  image(source: string | Uint8Array): Displayable;
  /** Sends a message to the clients: display_data or update_display_data. */
  broadcast(type: string, content: JsonObject): Promise<void>;
}

/** `Deno` as cells see it: its `jupyter` alone, as of Deno 2 (docs.deno.com/runtime/reference/cli/jupyter). */
export interface DenoForCells {
  readonly jupyter: DenoJupyter;
}

export function denoForCells(display: Display): DenoForCells {
  const show = (bundle: MimeBundle, isUpdate: boolean, id: string | undefined): void => {
    const value = new Displayable(bundle);
    if (!isUpdate) display(value, id === undefined ? {} : { id });
    else if (id === undefined)
      throw new TypeError("An update needs the display_id of the output that it replaces");
    else display.update(id, value);
  };
  const jupyter: DenoJupyter = {
    $display: Symbol.for("Jupyter.display"),
    async display(value, { raw = false, update = false, display_id: id } = {}) {
      show(raw && isJsonObject(value) ? bundleOf(value) : await format(value), update, id);
    },
    format,
    html: displayables.html,
    md: displayables.markdown,
    svg: displayables.svg,
    image: (source) => imageOf(typeof source === "string" ? readFileSync(source) : source),
    async broadcast(type, { data, transient }) {
      const isUpdate = type === "update_display_data";
      if (!isUpdate && type !== "display_data")
        throw new TypeError(
          `Messages of type ${type} can't be sent: there are display_data and update_display_data`,
        );
      const id = isJsonObject(transient) ? transient["display_id"] : undefined;
      show(bundleOf(data), isUpdate, typeof id === "string" ? id : undefined);
    },
  };
  return { jupyter };
}

async function format(value: unknown): Promise<MimeBundle> {
  return (await toMimeBundle(value)) ?? { "text/plain": "undefined" };
}

function bundleOf(data: unknown): MimeBundle {
  if (isJsonObject(data)) return data;
  throw new TypeError("An output is an object with MIME types as its keys");
}

function imageOf(bytes: Uint8Array): Displayable {
  const bundle = toMimeBundle(new Uint8Array(bytes));
  if (bundle !== null && !(bundle instanceof Promise) && ("image/png" in bundle || "image/jpeg" in bundle))
    return new Displayable(bundle);
  throw new TypeError("Deno.jupyter.image takes the bytes of a PNG or JPEG file, or the path of one");
}
