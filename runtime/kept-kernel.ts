// The form in which a kernel is on disk, and the check of what was read: whatever else a file holds counts as missing.
import type { SlotLayout, SlotLayouts } from "../compiler/backend/abi.js";
import type { InputSource } from "../compiler/frontend/signature.js";
import { type DType, isDType } from "../compiler/ir/dtype.js";
import type { PrintPiece, Site } from "../compiler/ir/program.js";
import type { CallPlan } from "./call-plan.js";
import type { ArgumentPlan, ArgumentSlot } from "./marshal-arguments.js";

/** Source of a span by its place among the texts of a program, start and end. */
export type KeptSpan = readonly [source: number, start: number, end: number];

type Unplaced<S> = S extends Site ? Omit<S, "span"> & { readonly span: KeptSpan } : never;
export type KeptSite = Unplaced<Site>;

export type KeptResult =
  | { readonly kind: "scalar"; readonly dtype: DType }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number }
  | { readonly kind: "tuple"; readonly items: readonly KeptResult[] }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, KeptResult])[] }
  | { readonly kind: "undefined" };

/** A CallPlan as plain data. */
export interface KeptPlan extends Pick<CallPlan, "symbol" | "inputs" | "arguments" | "resultSlots"> {
  readonly result: KeptResult;
  readonly sites: readonly KeptSite[];
  readonly loops: readonly (KeptSpan | null)[];
  readonly free: readonly string[];
}

export interface KeptKernel {
  /** The name of the code on disk. */
  readonly code: string;
  /** The names that the compiler asked for, each with the typeKey of what it was told. */
  readonly lookups: readonly (readonly [name: string, key: string])[];
  readonly plan: KeptPlan;
}

type Fields = Readonly<Record<string, unknown>>;
type Check<T> = (value: unknown) => value is T;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isType = (value: unknown): value is DType => isString(value) && isDType(value);
const isList =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(check);
const isPair =
  <A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> =>
  (value): value is readonly [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);

const isSpan = (value: unknown): value is KeptSpan =>
  Array.isArray(value) && value.length === 3 && value.every(isCount);

const isInput = (value: unknown): value is InputSource =>
  isObject(value) &&
  isList(isString)(value["path"]) &&
  ((value["kind"] === "argument" && isCount(value["index"])) ||
    (value["kind"] === "free" && isString(value["name"])));

/** Places in `count` slots. */
const isWithin = (offset: unknown, size: number, count: unknown): boolean =>
  isCount(offset) && isCount(count) && offset + size <= count;

const isLayouts = (value: unknown): value is SlotLayouts =>
  isObject(value) &&
  isList(isLayout)(value["entries"]) &&
  // A result is data pointer and owner, shape and strides.
  value["entries"].every((entry) =>
    isWithin(entry.offset, entry.kind === "array" ? 2 + 2 * entry.ndim : 1, value["count"]),
  );

const isLayout = (value: unknown): value is SlotLayout =>
  isObject(value) &&
  isType(value["dtype"]) &&
  isCount(value["offset"]) &&
  (value["kind"] === "scalar" || (value["kind"] === "array" && isCount(value["ndim"])));

const isArguments = (value: unknown): value is ArgumentPlan =>
  isObject(value) &&
  isBoolean(value["overlapMatters"]) &&
  isList(isArgument)(value["slots"]) &&
  value["slots"].every(({ slot }) => isWithin(slot, 1, value["count"]));

const isArgument = (value: unknown): value is ArgumentSlot =>
  isObject(value) &&
  (value["kind"] === "scalar" || value["kind"] === "array") &&
  isString(value["name"]) &&
  isType(value["dtype"]) &&
  isCount(value["slot"]) &&
  isBoolean(value["written"]);

function isResult(value: unknown): value is KeptResult {
  if (!isObject(value)) return false;
  switch (value["kind"]) {
    case "scalar":
      return isType(value["dtype"]);
    case "array":
      return isType(value["dtype"]) && isCount(value["ndim"]);
    case "tuple":
      return isList(isResult)(value["items"]);
    case "object":
      return isList(isPair(isString, isResult))(value["fields"]);
    default:
      return value["kind"] === "undefined";
  }
}

const ERROR_CLASSES = new Set<unknown>(["RangeError", "Error", "ParallelRaceError", "ParallelTypeError"]);

function isSite(value: unknown): value is KeptSite {
  if (!isObject(value) || !isSpan(value["span"])) return false;
  switch (value["kind"]) {
    case "bounds":
      return isString(value["array"]);
    case "error":
      return (
        ERROR_CLASSES.has(value["errorClass"]) &&
        isString(value["message"]) &&
        isList(isType)(value["dtypes"])
      );
    default:
      return value["kind"] === "print" && isList(isPiece)(value["pieces"]);
  }
}

function isPiece(value: unknown): value is PrintPiece {
  if (!isObject(value)) return false;
  if (value["kind"] === "text") return isString(value["text"]);
  return (
    isType(value["dtype"]) &&
    (value["kind"] === "scalar" || (value["kind"] === "array" && isCount(value["ndim"])))
  );
}

const isLoop = (value: unknown): value is KeptSpan | null => value === null || isSpan(value);

const isPlan = (value: unknown): value is KeptPlan =>
  isObject(value) &&
  isString(value["symbol"]) &&
  isList(isInput)(value["inputs"]) &&
  isArguments(value["arguments"]) &&
  value["inputs"].length === value["arguments"].slots.length &&
  isResult(value["result"]) &&
  isLayouts(value["resultSlots"]) &&
  leavesOf(value["result"]) === value["resultSlots"].entries.length &&
  isList(isSite)(value["sites"]) &&
  isList(isLoop)(value["loops"]) &&
  isList(isString)(value["free"]);

/** The values that the program returns for a result. */
function leavesOf(result: KeptResult): number {
  const sum = (items: readonly KeptResult[]): number =>
    items.reduce((total, item) => total + leavesOf(item), 0);
  switch (result.kind) {
    case "tuple":
      return sum(result.items);
    case "object":
      return sum(result.fields.map(([, field]) => field));
    case "undefined":
      return 0;
    default:
      return 1;
  }
}

/** Whether a value has the form of a kernel that was kept. */
export const isKeptKernel = (value: unknown): value is KeptKernel =>
  isObject(value) &&
  isString(value["code"]) &&
  /^[0-9a-f]{64}$/.test(value["code"]) &&
  isList(isPair(isString, isString))(value["lookups"]) &&
  isPlan(value["plan"]);
