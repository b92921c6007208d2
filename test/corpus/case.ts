import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DType } from "../../compiler/ir/dtype.js";

// The shape of the files under cases/; their README says what each key means.

export type NumberJson = number | string;
export interface ArrayJson {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (NumberJson | boolean)[];
}
export interface GeneratorJson {
  readonly kind: "ramp" | "mod" | "const" | "sin" | "uniform" | "ints" | "permutation";
  readonly [parameter: string]: number | string;
}
export interface StridedJson {
  readonly base: ValueJson;
  readonly index: readonly string[];
  readonly transpose?: true;
  readonly share?: string;
}
export interface ChecksumJson {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly sum: NumberJson;
  readonly absSum: NumberJson;
  readonly weighted: NumberJson;
}
export type ValueJson =
  | NumberJson
  | boolean
  | ArrayJson
  | { readonly bigint: string }
  | { readonly undefined: true }
  | { readonly typedArray: DType; readonly data: readonly NumberJson[] }
  | { readonly generate: GeneratorJson; readonly dtype: DType; readonly shape: readonly number[] }
  | { readonly strided: StridedJson }
  | { readonly tuple: readonly ValueJson[] }
  | { readonly object: Readonly<Record<string, ValueJson>> }
  | { readonly checksum: ChecksumJson };

export interface Tolerance {
  readonly rel: number;
  readonly abs: number;
}
export type ToleranceJson =
  | "exact"
  | Tolerance
  | { readonly float32: Tolerance; readonly float64: Tolerance };

export interface StatisticsJson {
  readonly n: number;
  readonly dtype: DType;
  readonly mean?: number;
  readonly meanTolerance?: number;
  readonly std?: number;
  readonly stdTolerance?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly cumulative?: readonly (readonly [x: number, share: number, tolerance: number])[];
  readonly lag1Tolerance?: number;
  readonly integers?: boolean;
}

export interface LoopFactsJson {
  readonly id?: number;
  readonly line?: number;
  readonly parent?: number | null;
  readonly fusedInto?: number | null;
  readonly boundsChecks?: number;
  readonly state?: string | readonly string[];
  readonly kindIncludes?: string;
  readonly reductionsInclude?: readonly string[];
  readonly parentLine?: number;
  readonly vectorWidthAtLeast?: number;
  readonly boundsChecksAtLeast?: number;
}
export interface HoistFactsJson {
  readonly kind?: string;
  readonly line?: number;
  readonly loopLine?: number;
  readonly expressionIncludes?: string;
}
export interface ReportFactsJson {
  readonly function?: string;
  readonly source?: readonly string[];
  readonly signatureIncludes?: readonly string[];
  readonly loopCount?: number;
  readonly regionCount?: number;
  readonly warningCount?: number;
  readonly regionCountAtLeast?: number;
  readonly regionCountAtMost?: number;
  readonly fusedAtLeast?: number;
  readonly loops?: readonly LoopFactsJson[];
  readonly regions?: readonly {
    readonly root?: number;
    readonly fused?: readonly number[];
    readonly serialized?: readonly number[];
  }[];
  readonly fusedTogether?: readonly (readonly number[])[];
  readonly notFusedTogether?: readonly (readonly number[])[];
  readonly serialized?: readonly number[];
  readonly fusion?: readonly {
    readonly firstLine?: number;
    readonly secondLine?: number;
    readonly succeeded?: boolean;
    readonly reasonIncludes?: readonly string[];
  }[];
  readonly hoisted?: readonly HoistFactsJson[];
  readonly notHoisted?: readonly HoistFactsJson[];
  readonly warnings?: readonly { readonly line?: number; readonly messageIncludes?: readonly string[] }[];
}

export interface Expected {
  readonly value?: ValueJson;
  readonly values?: readonly ValueJson[] | Readonly<Record<string, ValueJson>>;
  readonly checksum?: ChecksumJson;
  readonly argsAfter?: readonly (null | ValueJson | { readonly base: ValueJson })[];
  readonly session?: Readonly<Record<string, ValueJson>>;
  readonly error?: string | readonly string[];
  readonly messageIncludes?: readonly string[];
  readonly statistics?: StatisticsJson;
  readonly repeatable?: { readonly calls: number; readonly threads: readonly number[] };
  readonly diagnostics?: ReportFactsJson;
  readonly diagnosticsText?: {
    readonly level: 1 | 2 | 3 | 4;
    readonly includes: readonly string[];
    readonly excludes: readonly string[];
  };
  readonly signatureCount?: number;
  readonly signedZero?: boolean;
}

export interface CorpusCase {
  readonly id: string;
  readonly group: string;
  readonly source: string;
  readonly call: {
    readonly function?: string;
    readonly args?: readonly ValueJson[];
    readonly cell?: true;
    readonly session?: Readonly<Record<string, ValueJson>>;
    readonly globals?: Readonly<Record<string, ValueJson>>;
    readonly calls?: readonly (readonly ValueJson[])[];
    readonly async?: number;
  };
  readonly expected: Expected;
  readonly tolerance: ToleranceJson;
  readonly tags: readonly string[];
  readonly note?: string;
}

/** The folder of this page in the source tree, seen from where it is compiled to: dist/test/corpus. */
const CORPUS_FOLDER = fileURLToPath(new URL("../../../test/corpus/", import.meta.url));

/** The cases of Weft itself. */
export const CASES_FOLDER = `${CORPUS_FOLDER}cases`;

/** All cases of a folder, by group, in the order of the files. */
export function loadCorpus(folder: string): readonly CorpusCase[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((name) => {
    const cases: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (!Array.isArray(cases)) throw new Error(`${name} is no array of cases`);
    // The files are generated to this schema.
    return cases as readonly CorpusCase[];
  });
}
