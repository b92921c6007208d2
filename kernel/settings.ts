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

export const DEFAULT_SETTINGS: Settings = { typecheck: "warn", outputLimit: 128, spareSession: true };

/**
 * The settings that a kernel begins with.
 * @throws Error when WEFT_TYPECHECK is no mode.
 */
export function initialSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const typecheck = environment["WEFT_TYPECHECK"] ?? DEFAULT_SETTINGS.typecheck;
  if (typecheck !== "off" && typecheck !== "warn" && typecheck !== "strict") {
    throw new Error(`WEFT_TYPECHECK must be off, warn or strict, not '${typecheck}'`);
  }
  return { ...DEFAULT_SETTINGS, typecheck };
}
