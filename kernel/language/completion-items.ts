export interface Completion {
  readonly text: string;
  /** What the client shows beside the name: `function`, `class`, `property`, … */
  readonly type: string;
}

export interface Completions {
  /** UTF-16 offsets in the cell between which a completion is put. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
  /** What else may stand there: the name of a variable, or the path of a file in a string. */
  readonly also?: "name" | "path";
}

/** The part of an identifier before the cursor, a UTF-16 offset. */
export function identifierBefore(code: string, cursor: number): string {
  return /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
}

export function matches(name: string, prefix: string): boolean {
  return name.toLowerCase().startsWith(prefix.toLowerCase());
}
