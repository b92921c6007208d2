import { codeFrame, ParallelRaceError, ParallelTypeError } from "../compiler/diagnostic.js";
import type { DType } from "../compiler/ir/dtype.js";
import { InternalError, type Site } from "../compiler/ir/program.js";
import type { Span } from "../compiler/source.js";
import { takeScalar } from "./marshal-results.js";
import type { Slots } from "./slots.js";

/** A kernel asked for more memory than there is; nothing was changed but what it wrote before. */
export class ParallelMemoryError extends Error {
  /** What the refused allocation asked for, in bytes; negative where that is past 2^63. */
  readonly bytes: number;
  /** What arrays may take in all, in bytes. */
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(
      `An array of ${formatBytes(bytes)} does not fit in memory: arrays may take ${formatBytes(limit)} in all. ` +
        "Use a smaller shape or dtype, or work through the data in parts.",
    );
    this.name = "ParallelMemoryError";
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** A kernel was stopped from outside. The session and its arrays remain, with what was written until then. */
export class ParallelInterrupt extends Error {
  constructor(name: string) {
    super(`${name} was interrupted. The session and all its arrays remain.`);
    this.name = "ParallelInterrupt";
  }
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

function formatBytes(bytes: number): string {
  if (bytes < 0) return "more than 2^63 bytes";
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/**
 * The error of a failed kernel. `values` are the slots that were recorded at the site: index, axis and extent of a failed
 * access, or the values of the message.
 */
export function errorAtSite(site: Site | undefined, values: Slots): Error {
  switch (site?.kind) {
    case "bounds":
      return new RangeError(withFrame(boundsText(site.array, values), site.span));
    case "error":
      return programError(site, fillIn(site.message, site.dtypes, values));
    default:
      return new InternalError(`A kernel failed at ${site === undefined ? "an unknown site" : "a print"}`);
  }
}

const withFrame = (text: string, span: Span): string => `${text}\n\n${codeFrame(span)}`;

function boundsText(array: string, values: Slots): string {
  const [index, axis, extent] = [0, 1, 2].map((slot) => String(takeScalar("int64", slot, values)));
  const of = array === "" ? "" : ` of ${array}`;
  return `Index ${index} is out of bounds for axis ${axis}${of} with length ${extent}`;
}

function fillIn(message: string, dtypes: readonly DType[], values: Slots): string {
  return message.replace(/\{(\d)(?:\.(low|high))?\}/g, (whole, digit: string, half: string | undefined) => {
    const dtype = dtypes[Number(digit)];
    if (dtype === undefined) return whole;
    const value = takeScalar(dtype, Number(digit), values);
    if (half === undefined) return String(value);
    const bits = BigInt(Number(value));
    return String(half === "low" ? bits & 0xffff_ffffn : bits >> 32n);
  });
}

function programError(site: Extract<Site, { kind: "error" }>, text: string): Error {
  switch (site.errorClass) {
    case "RangeError":
      return new RangeError(withFrame(text, site.span));
    case "Error":
      return new Error(withFrame(text, site.span));
    case "ParallelRaceError":
      return new ParallelRaceError(text, site.span);
    case "ParallelTypeError":
      return new ParallelTypeError(text, site.span);
  }
}
