import type { MimeBundle } from "../../messages.js";
import type { JsonObject } from "../../wire.js";
import { DISPLAY } from "../displayable.js";
import { chartPictures } from "./chart-pictures.js";
import { VEGA_LITE_MIME, VEGA_MIME } from "./mime-types.js";
import { isSpecification } from "./static-chart.js";

/** Shows a specification of Vega-Lite, or of Vega where its `$schema` says so, with pictures beside it where it can be drawn here. */
export class SpecifiedChart {
  readonly #spec: JsonObject;

  constructor(spec: JsonObject) {
    this.#spec = spec;
  }

  toSpec(): JsonObject {
    return this.#spec;
  }

  async [DISPLAY](): Promise<MimeBundle> {
    const isVega = /\/vega\/v\d/.test(String(this.#spec["$schema"]));
    const bundle = { [isVega ? VEGA_MIME : VEGA_LITE_MIME]: this.#spec, "text/plain": this.toString() };
    // What is wrong with a specification, or what it lacks, the client says in the chart's place.
    if (isVega || !isSpecification(this.#spec)) return bundle;
    const pictures = await chartPictures(this.#spec).catch(() => ({}));
    return { ...bundle, ...pictures };
  }

  toString(): string {
    const { title, description } = this.#spec;
    const name = typeof title === "string" ? title : typeof description === "string" ? description : null;
    return name === null ? "Vega-Lite chart" : `Vega-Lite chart: ${name}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
