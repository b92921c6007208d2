/** What becomes of a cell's type errors: nothing, a note beside its output, or an error instead of running it. */
export type TypecheckMode = "off" | "warn" | "strict";

/** What `%config` changes, for as long as the kernel lives. */
export interface Settings {
  readonly typecheck: TypecheckMode;
  /** Megabytes (10⁶ bytes) of printed text that a cell may have until the rest is cut. */
  readonly outputLimit: number;
  /** Whether a session is kept in reserve, to take the place of one that ends. */
  readonly spareSession: boolean;
}

export const DEFAULT_SETTINGS: Settings = { typecheck: "off", outputLimit: 128, spareSession: true };
