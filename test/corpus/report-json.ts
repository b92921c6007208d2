/** The JSON form of a diagnostics report (the language's contract, section 7). */
export interface ReportJson {
  readonly function: string;
  readonly signature: string;
  readonly source: readonly string[];
  readonly loops: readonly LoopJson[];
  readonly regions: readonly {
    readonly id: number;
    readonly root: number;
    readonly fused: readonly number[];
    readonly serialized: readonly number[];
  }[];
  readonly fusion: readonly {
    readonly first: number;
    readonly second: number;
    readonly succeeded: boolean;
    readonly reason: string | null;
  }[];
  readonly hoisted: readonly HoistJson[];
  readonly notHoisted: readonly HoistJson[];
  readonly warnings: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}
export interface LoopJson {
  readonly id: number;
  readonly line: number;
  readonly kind: string;
  readonly parent: number | null;
  readonly state: string;
  readonly fusedInto: number | null;
  readonly reductions: readonly string[];
  readonly vectorWidth: number | null;
  readonly boundsChecks: number;
}
export interface HoistJson {
  readonly loop: number;
  readonly expression: string;
  readonly line: number;
  readonly kind?: string;
  readonly dependency?: string;
}
