import type { MimeBundle } from "../../messages.js";
import type { Json, JsonObject } from "../../wire.js";
import { DISPLAY } from "../displayable.js";
import { type ChartTheme, chartConfig, DARK, LIGHT, SURROUNDINGS } from "./chart-config.js";
import { chartPictures } from "./chart-pictures.js";
import { compactData } from "./compact-data.js";
import { VEGA_LITE_MIME } from "./mime-types.js";

/** What every chart takes. */
export interface ChartOptions {
  readonly title?: string;
  /** Pixels of the area between the axes. */
  readonly width?: number;
  readonly height?: number;
  /** A background of its own. By default a chart has none and takes the colour of the text around it. */
  readonly theme?: "light" | "dark";
}

export const CHART_WIDTH = 560;
export const CHART_HEIGHT = 300;

const VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json";

/** The parts of a chart that its kind decides. */
export interface ChartParts {
  /** Marks and encodings, or layers of them. */
  readonly view: JsonObject;
  /** What the chart is, in a line: for consoles and for those who can't see it. */
  readonly text: string;
  /** What was done to the data before it was drawn. */
  readonly note?: string | undefined;
}

/**
 * A chart as a Vega-Lite 5 specification, which displays as one with pictures beside it, for clients that don't draw
 * it: exported pages, for example.
 */
export class Chart {
  readonly #parts: ChartParts;
  readonly #options: ChartOptions;

  constructor(parts: ChartParts, options: ChartOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** The specification, to be changed or kept. */
  toSpec(): JsonObject {
    return this.#spec(THEMES[this.#options.theme ?? "none"]);
  }

  async [DISPLAY](): Promise<MimeBundle> {
    const pictures = await chartPictures(this.#spec(THEMES[this.#options.theme ?? "light"]));
    return {
      [VEGA_LITE_MIME]: compactData(this.toSpec()),
      ...pictures,
      "text/plain": this.toString(),
    };
  }

  toString(): string {
    const { title } = this.#options;
    const { text, note } = this.#parts;
    return `${title === undefined ? "" : `${title}: `}${text}${note === undefined ? "" : ` (${note})`}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #spec(theme: ChartTheme): JsonObject {
    const { title, width = CHART_WIDTH, height = CHART_HEIGHT } = this.#options;
    const { view, note } = this.#parts;
    const heading: Json = { text: title ?? "", ...(note === undefined ? {} : { subtitle: note }) };
    return {
      $schema: VEGA_LITE,
      description: this.toString(),
      ...(title === undefined && note === undefined ? {} : { title: heading }),
      width,
      height,
      config: chartConfig(theme),
      ...view,
    };
  }
}

const THEMES = { none: SURROUNDINGS, light: LIGHT, dark: DARK } as const;
