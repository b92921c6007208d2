// `weft explain`: the report on a file of parallel functions, outside a notebook.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseLevel } from "../runtime/cell-options.js";
import { INSPECT_FORMS, type InspectForm } from "../runtime/inspect-kernel.js";
import { type CompileOptions, compile, type ParallelFunction } from "../runtime/library.js";

export interface ExplainRequest {
  readonly file: string;
  /** The name of one function; undefined for all that have a signature. */
  readonly function: string | undefined;
  /** `float64[::1], number`, with or without parentheses; those in the file where there are none. */
  readonly signatures: readonly string[];
  readonly level: string;
  readonly json: boolean;
  /** What to show in place of the report. */
  readonly dump: string | undefined;
  readonly timePasses: boolean;
}

/**
 * Compiles functions of the file for signatures, those of the request or of lines `// signature: f(float64[::1])` in the file, and
 * describes what was made. Top-level statements run once.
 * @throws {Error} that says what is missing; ParallelSyntaxError, ParallelTypeError, ParallelRaceError with a code frame
 */
export function explain(request: ExplainRequest): string {
  const { file, json } = request;
  const level = parseLevel(request.level);
  if (level === null) throw new Error(`There is no level ${request.level}: ask for 1, 2, 3 or 4`);
  const form = request.dump === undefined ? null : formOf(request.dump);
  const options: CompileOptions = { name: basename(file), log: () => {} };
  const text = readFileSync(file, "utf8");
  const functions = chosen(compile(text, options), request);
  const described = functions.flatMap((parallel) =>
    signaturesOf(parallel, text, request).map((types) => {
      parallel.compile(...types.split(/,\s*(?![^[]*\])/).filter((type) => type.trim() !== ""));
      if (json) return parallel.parallelDiagnostics({ level, format: "json" });
      const parts = [
        form === null
          ? String(parallel.parallelDiagnostics({ level }))
          : `${parallel.name}(${types})\n${parallel.inspect(form)}`,
        ...(request.timePasses ? [parallel.inspect("times")] : []),
      ];
      return `${parts.join("\n\n").trimEnd()}\n`;
    }),
  );
  if (described.length === 0)
    throw new Error(
      `What are the arguments? Say it as in --signature "float64[::1], number", or in a line of ${file}: // signature: ${functions[0]?.name}(float64[::1], number)`,
    );
  return json ? `${JSON.stringify(described, null, 2)}\n` : described.join("\n");
}

function chosen(
  functions: Readonly<Record<string, ParallelFunction>>,
  { file, function: name }: ExplainRequest,
): readonly ParallelFunction[] {
  const all = Object.values(functions);
  if (all.length === 0) throw new Error(`There is no function in ${file}`);
  if (name === undefined) return all;
  const found = functions[name];
  if (found !== undefined) return [found];
  throw new Error(`There is no function ${name} in ${file}, but ${Object.keys(functions).join(", ")}`);
}

/** The texts between the parentheses. */
function signaturesOf(
  { name }: ParallelFunction,
  text: string,
  { signatures }: ExplainRequest,
): readonly string[] {
  if (signatures.length > 0) return signatures.map((signature) => signature.replace(/^\((.*)\)$/s, "$1"));
  return [...text.matchAll(/^\/\/\s*signature:\s*([\w$]+)\((.*)\)\s*$/gm)].flatMap(([, of, types]) =>
    of === name && types !== undefined ? [types] : [],
  );
}

function formOf(text: string): InspectForm {
  const form = INSPECT_FORMS.find((known) => known === text);
  if (form === undefined)
    throw new Error(`There is no stage "${text}" to dump: ask for ${INSPECT_FORMS.join(", ")}`);
  return form;
}
