// Node's module hooks, which run in a thread of their own: the cells import TypeScript files as if they were JavaScript.
import { readFile, stat } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "#typescript";

const TYPESCRIPT = /\.[mc]?ts$/;

/**
 * Finds `./a.ts` for `./a` and `./a.js` too. The time of the last change becomes part of the URL, so a module that was
 * edited is read anew by the next cell that imports it.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const isLocal = /^(\.{0,2}\/|file:)/.test(specifier);
  const candidates = isLocal ? [specifier, ...typescriptNames(specifier)] : [specifier];
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      const resolved = await next(candidate, context);
      if (!isLocal || !resolved.url.startsWith("file:")) return resolved;
      const { mtimeMs } = await stat(fileURLToPath(resolved.url));
      if (!TYPESCRIPT.test(new URL(resolved.url).pathname)) return resolved;
      return { ...resolved, url: `${resolved.url.replace(/\?.*/, "")}?changed=${mtimeMs}`, format: "module" };
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith("file:") || !TYPESCRIPT.test(new URL(url).pathname)) return next(url, context);
  const fileName = fileURLToPath(url);
  const { outputText, diagnostics } = ts.transpileModule(await readFile(fileName, "utf8"), {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  const [error] = diagnostics ?? [];
  if (error !== undefined) {
    const { line, character } = error.file?.getLineAndCharacterOfPosition(error.start ?? 0) ?? {
      line: 0,
      character: 0,
    };
    const message = ts.flattenDiagnosticMessageText(error.messageText, "\n");
    throw new SyntaxError(`${fileName}:${line + 1}:${character + 1}: ${message}`);
  }
  return { format: "module", source: outputText, shortCircuit: true };
};

function typescriptNames(specifier: string): string[] {
  if (/\.[mc]?js$/.test(specifier)) return [specifier.replace(/js$/, "ts")];
  return [`${specifier}.ts`, `${specifier}.mts`, `${specifier}/index.ts`];
}
