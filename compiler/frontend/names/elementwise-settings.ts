// Elementwise names with settings beside their operands.
import type { Value } from "../value.js";
import { argument, constantInteger, onlyOptions, required } from "./arguments.js";
import { applyElementwise } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";
import { extreme } from "./expansions/choices.js";
import { roundTo } from "./expansions/rounding.js";
import { EXTREMES, MAGNITUDES } from "./groups.js";

const round: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["decimals"]);
  const decimals = argument(site, 1, "decimals");
  if (decimals !== undefined && decimals.kind !== "scalar")
    throw cx.typeError("round: decimals must be a whole number.", site.node);
  const places = decimals === undefined ? 0 : constantInteger(cx, decimals, "decimals", site.node);
  return applyElementwise(cx, site, "round", [required(cx, site, 0, "x")], roundTo(places));
};

const clip: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, ["min", "max", "a_min", "a_max"]);
  const bound = (value: Value, limit: Value | undefined, op: "min" | "max"): Value =>
    limit === undefined ? value : applyElementwise(cx, site, "clip", [value, limit], extreme(op));
  const low = argument(site, 1, "min") ?? argument(site, 1, "a_min");
  const high = argument(site, 2, "max") ?? argument(site, 2, "a_max");
  const x = required(cx, site, 0, "x");
  if (low === undefined && high === undefined)
    throw cx.typeError("clip needs a lower bound, an upper bound, or both.", site.node);
  return bound(bound(x, low, "max"), high, "min");
};

/** round and clip of language.md section 5. */
export const elementwiseSettings: readonly NameEntry[] = [
  {
    names: ["round", "around"],
    group: MAGNITUDES,
    signature: "round(x, decimals?)",
    arity: { least: 1, most: 2 },
    summary: "x rounded to a number of decimals, halves to even; integers stay integers.",
    example: "round(array([1.25, 2.345]), 1)",
    method: true,
    math: false,
    call: round,
  },
  {
    names: ["clip"],
    group: EXTREMES,
    signature: "clip(x, low, high)",
    arity: { least: 3, most: 3 },
    summary: "x, but not below low nor above high; undefined omits a bound.",
    example: "clip(array([1, 5, 9]), 2, 6)",
    method: true,
    math: false,
    call: clip,
  },
];
