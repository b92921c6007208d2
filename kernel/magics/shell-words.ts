/** An argument without the quotes around it and the semicolon behind it. */
export function unquoted(argument: string): string {
  const bare = argument.trim().replace(/\s*;$/, "");
  return /^(["']).*\1$/.test(bare) ? bare.slice(1, -1) : bare;
}

/** The words of a line; quotes hold words together. */
export function shellWords(line: string): string[] {
  return Array.from(
    line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}
