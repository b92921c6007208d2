import type { CellOptions } from "./cell-options.js";
import type { ParallelFunction } from "./parallel-function.js";
import { ParallelSession } from "./parallel-session.js";
import { layeredScope } from "./scope.js";

export { ParallelRaceError, ParallelSyntaxError, ParallelTypeError } from "../compiler/diagnostic.js";
export type { ElementwiseRegistration } from "../compiler/frontend/names/registered-elementwise.js";
export type { ReductionRegistration } from "../compiler/frontend/names/registered-reduction.js";
export type { DType } from "../compiler/ir/dtype.js";
export type { DiagnosticsReport } from "../compiler/report/diagnostics-report.js";
export type { ArrayInput } from "./array-from.js";
export type { CellOptions } from "./cell-options.js";
export { Complex } from "./complex.js";
export type { DTypeLike } from "./dtype.js";
export type { ShapeInput } from "./eager/creation.js";
export type { ScalarInput } from "./element.js";
export { registerElementwise, registerPass, registerReduction } from "./extensions.js";
export { readNpy, writeNpy } from "./io/npy.js";
export { type NamedArrays, type NpzOptions, readNpz, writeNpz } from "./io/npz.js";
export type { PixelOptions } from "./io/pixels.js";
export { writeImage } from "./io/png-writer.js";
export { type CsvOptions, type CsvTable, readCsv } from "./io/read-csv.js";
export { readImage } from "./io/read-image.js";
export { readArrow } from "./io/tables/read-arrow.js";
export { readParquet } from "./io/tables/read-parquet.js";
export type { Column, ColumnInput, Table, TableInput, TableOptions } from "./io/tables/table.js";
export { writeArrow } from "./io/tables/write-arrow.js";
export { writeParquet } from "./io/tables/write-parquet.js";
export { type WriteCsvOptions, writeCsv } from "./io/write-csv.js";
export { type ArrayJson, NDArray } from "./ndarray.js";
export { np } from "./np.js";
export type { ParallelFunction } from "./parallel-function.js";
export { ParallelInterrupt, ParallelMemoryError } from "./run-errors.js";

export interface CompileOptions {
  /** Variables that the functions see as free names; read anew at each call. */
  readonly globals?: Readonly<Record<string, unknown>>;
  /** Receives the lines of `console.log` in parallel code; by default they go to the console. */
  readonly log?: (line: string) => void;
  /** What code frames call the source. */
  readonly name?: string;
  /** What a `%%parallel` line would set, as in `{ fuse: false }`; the line itself goes first. */
  readonly cellOptions?: Partial<CellOptions>;
}

/**
 * Compiles the text of a parallel cell outside a notebook: runs its top-level statements once and returns its functions.
 * The text may begin with a `%%parallel` line that sets options.
 * @throws ParallelSyntaxError, ParallelTypeError, ParallelRaceError with a code frame; what top-level statements throw
 */
export function compile(
  source: string,
  options: CompileOptions = {},
): Readonly<Record<string, ParallelFunction>> {
  const { globals = {}, log = console.log, name = "source", cellOptions = {} } = options;
  const session = new ParallelSession({ scope: layeredScope(globals), cellOptions, log });
  return Object.fromEntries(session.runSource({ name, text: source, firstLine: 1 }).functions);
}
