// Node's module hooks, which run in a thread of their own: the cells import TypeScript files as if they were JavaScript.
import { readFile, stat } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "#typescript";
import { fileSyntaxError } from "./file-syntax-error.js";

const TYPESCRIPT = /\.(?:[mc]?ts|tsx)$/;

/**
 * Finds `./a.ts` for `./a` and `./a.js` too. The time of the last change becomes part of the URL, so a module is read anew
 * by the next cell that imports it when it was edited, or one of the files that it imports.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const isLocal = /^(\.{0,2}\/|file:)/.test(specifier);
  const candidates = isLocal ? [specifier, ...typescriptNames(specifier)] : [specifier];
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      const resolved = await next(candidate, context);
      if (!isLocal || !resolved.url.startsWith("file:")) return resolved;
      const changed = await lastChange(fileURLToPath(resolved.url));
      if (!TYPESCRIPT.test(new URL(resolved.url).pathname)) return resolved;
      return { ...resolved, url: `${resolved.url.replace(/\?.*/, "")}?changed=${changed}`, format: "module" };
    } catch (error) {
      failure ??= error;
    }
  }
  // Its frames are those of the loader.
  if (failure instanceof Error) failure.stack = String(failure);
  throw failure;
};

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith("file:") || !TYPESCRIPT.test(new URL(url).pathname)) return next(url, context);
  const fileName = fileURLToPath(url);
  const text = await readFile(fileName, "utf8");
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.React,
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
    throw fileSyntaxError(fileName, text, { message, line: line + 1, column: character + 1 });
  }
  return { format: "module", source: outputText, shortCircuit: true };
};

function typescriptNames(specifier: string): string[] {
  if (/\.[mc]?js$/.test(specifier)) return [specifier.replace(/js$/, "ts")];
  return [`${specifier}.ts`, `${specifier}.mts`, `${specifier}.tsx`, `${specifier}/index.ts`];
}

/** The local files that each file imports, as of a time of change. */
const imports = new Map<string, { readonly changed: number; readonly specifiers: readonly string[] }>();

/**
 * When a file, or one of the TypeScript files that it leads to, was changed last, in milliseconds.
 * @throws Error when there is no such file.
 */
async function lastChange(file: string, seen = new Set<string>()): Promise<number> {
  seen.add(file);
  let { mtimeMs: latest } = await stat(file);
  if (!TYPESCRIPT.test(file)) return latest;
  for (const specifier of await localImports(file, latest)) {
    const path = join(dirname(file), specifier);
    for (const candidate of [path, ...typescriptNames(path)]) {
      if (seen.has(candidate)) break;
      // What is not there is for the loading of the module to say.
      const changed = await lastChange(candidate, seen).catch(() => undefined);
      if (changed === undefined) continue;
      latest = Math.max(latest, changed);
      break;
    }
  }
  return latest;
}

async function localImports(file: string, changed: number): Promise<readonly string[]> {
  const known = imports.get(file);
  if (known?.changed === changed) return known.specifiers;
  const { importedFiles } = ts.preProcessFile(await readFile(file, "utf8"), true);
  const specifiers = importedFiles.map(({ fileName }) => fileName).filter((name) => /^\.{1,2}\//.test(name));
  imports.set(file, { changed, specifiers });
  return specifiers;
}
