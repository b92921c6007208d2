import type { TopLevelSpec } from "vega-lite";
import type { JsonObject } from "../../wire.js";

/**
 * A Vega-Lite specification as SVG, for clients that can't draw it themselves. Vega and Vega-Lite load with the first
 * call.
 * @throws what Vega says where it can't make sense of the specification
 */
export async function staticChart(spec: JsonObject): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  if (!isSpecification(spec)) throw new TypeError("A Vega-Lite specification has marks, layers or parts");
  // What is merely odd is said by the client that draws the chart.
  const logger = vega.logger(vega.Error);
  // Vega puts marks of its own into the data that it is given.
  const { spec: compiled } = compile(structuredClone(spec), { logger });
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  return view.toSVG();
}

/** What a Vega-Lite specification has at its top: one of these. */
const COMPOSITIONS = ["mark", "layer", "concat", "hconcat", "vconcat", "facet", "repeat", "spec"];

export function isSpecification(spec: JsonObject): spec is JsonObject & TopLevelSpec {
  return COMPOSITIONS.some((name) => name in spec);
}
