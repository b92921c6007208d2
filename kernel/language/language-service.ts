import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "#typescript";
import { parallelPreamble } from "./parallel-preamble.js";
import { moduleDeclarations, preamble } from "./preamble.js";

/** The language service over one virtual file: the session's declarations, then the cell being edited. */
export interface CellLanguageService {
  /** Sets the text before the cell, and the cell; returns the offset at which the cell begins. */
  edit(before: string, cell: string): number;
  /** Whether the cell is a parallel one, which has more names. */
  setParallel(isParallel: boolean): void;
  /**
   * Imports resolve from this folder from now on; those that are not found there, from the ones before. Says whether it is
   * another one.
   */
  move(directory: string): boolean;
  readonly service: ts.LanguageService;
  readonly fileName: string;
}

/** Files of installed packages stay as they are: asking for the times of hundreds of them would take longer than the answer. */
const staysAsItIs = (file: string): boolean => /\/node_modules\//.test(file) || file.startsWith(OWN_CODE);

function versionOf(file: string): number {
  return staysAsItIs(file) ? 0 : (ts.sys.getModifiedTime?.(file)?.getTime() ?? 0);
}

/** The folder of this package's compiled code. */
const OWN_CODE = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that cells may have imported from before the session moved on. */
const MOST_DIRECTORIES = 4;

/** The files that are made up, by their names in a folder. */
const CELL = "__weft_cell__.mts";
const GLOBALS = "__weft_globals__.mts";
const MODULES = "__weft_modules__.d.ts";
const PARALLEL = "__weft_parallel__.mts";

/**
 * What the running Node.js has beyond the oldest that is supported: code that uses it is right here. As of V8 12.4 in Node.js 22 and
 * 13.6 in Node.js 24.
 */
function libraries(): string[] {
  const has = (owner: object, name: string, library: string) => (name in owner ? [library] : []);
  return [
    "lib.es2023.d.ts",
    ...has(Promise, "withResolvers", "lib.es2024.d.ts"),
    ...has(Set.prototype, "union", "lib.es2025.collection.d.ts"),
    ...has(globalThis, "Iterator", "lib.es2025.iterator.d.ts"),
    ...has(Promise, "try", "lib.es2025.promise.d.ts"),
    ...has(RegExp, "escape", "lib.es2025.regexp.d.ts"),
    ...has(globalThis, "Float16Array", "lib.es2025.float16.d.ts"),
    ...has(Array, "fromAsync", "lib.esnext.array.d.ts"),
  ];
}

/** Imports of the cells resolve from `directory`, the session's folder. */
export function createCellLanguageService(directory: string): CellLanguageService {
  /** The last one first. */
  let directories = [directory];
  let current = directory;
  const inFolder = (name: string): string => join(current, name);
  const texts = new Map([
    [MODULES, { text: moduleDeclarations(), version: 0 }],
    [CELL, { text: "", version: 0 }],
    [GLOBALS, { text: `export {};\n${preamble()}`, version: 0 }],
  ]);
  const virtual = {
    get: (file: string) => (dirname(file) === current ? texts.get(basename(file)) : undefined),
    has: (file: string) => dirname(file) === current && texts.has(basename(file)),
  };
  let isParallel = false;
  const nodeTypes = createRequire(import.meta.url).resolve("@types/node/package.json");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: libraries(),
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    // Without it an empty array would hold nothing for ever; the complaints themselves are left out.
    noImplicitAny: true,
    // What a cell catches it looks at: `catch (error) { error.message }` is no mistake that is worth a warning.
    useUnknownInCatchVariables: false,
    skipLibCheck: true,
    typeRoots: [dirname(dirname(nodeTypes))],
    types: ["node"],
  };
  const snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  /** The user's own files, which may change, with the versions that were read. */
  const ownFiles = new Map<string, string>();
  let projectVersion = 0;
  const getScriptVersion = (name: string): string => String(virtual.get(name)?.version ?? versionOf(name));
  // One for each program, as TypeScript does it without the function below.
  let resolutions: ts.ModuleResolutionCache | undefined;
  const host: ts.LanguageServiceHost & Pick<ts.CompilerHost, "getModuleResolutionCache"> = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [CELL, GLOBALS, MODULES, ...(isParallel ? [PARALLEL] : [])].map(inFolder),
    getScriptVersion,
    // As long as it stays, none of the files is looked at.
    getProjectVersion: () => String(projectVersion),
    // TypeScript asks for the snapshots of all files at each edit.
    getScriptSnapshot(name) {
      const version = getScriptVersion(name);
      const before = snapshots.get(name);
      if (before?.version === version) return before.snapshot;
      const text = virtual.get(name)?.text ?? ts.sys.readFile(name);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(name, { version, snapshot });
      if (!virtual.has(name) && !staysAsItIs(name)) ownFiles.set(name, version);
      return snapshot;
    },
    getCurrentDirectory: () => current,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (name) => virtual.has(name) || ts.sys.fileExists(name),
    readFile: (name) => virtual.get(name)?.text ?? ts.sys.readFile(name),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    getModuleResolutionCache() {
      resolutions = ts.createModuleResolutionCache(current, (name) => name, options);
      return resolutions;
    },
    resolveModuleNameLiterals: (literals, containing, redirected, settings, file) =>
      literals.map((literal) => {
        // Nothing that a cell sees has types of the compiler's, whose declarations are a sixth of all that would be read.
        if (literal.text === "typescript" && containing.startsWith(OWN_CODE))
          return { resolvedModule: undefined };
        const mode = ts.getModeForUsageLocation(file, literal, settings);
        const resolvedFrom = (from: string) =>
          ts.resolveModuleName(literal.text, from, settings, host, resolutions, redirected, mode);
        if (containing !== inFolder(CELL)) return resolvedFrom(containing);
        const found = directories.map((each) => resolvedFrom(join(each, CELL)));
        return found.find(({ resolvedModule }) => resolvedModule !== undefined) ?? resolvedFrom(containing);
      }),
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());
  return {
    service,
    get fileName() {
      return inFolder(CELL);
    },
    setParallel(wanted) {
      if (wanted !== isParallel) projectVersion++;
      isParallel = wanted;
      if (wanted && !texts.has(PARALLEL)) {
        texts.set(PARALLEL, { text: `export {};\n${parallelPreamble()}`, version: 0 });
      }
    },
    move(wanted) {
      if (wanted === current) return false;
      current = wanted;
      directories = [wanted, ...directories.filter((each) => each !== wanted)].slice(0, MOST_DIRECTORIES);
      projectVersion++;
      return true;
    },
    edit(before, cell) {
      const old = texts.get(CELL);
      const text = before + cell;
      const isNew = old?.text !== text;
      if (isNew) texts.set(CELL, { text, version: (old?.version ?? 0) + 1 });
      if (isNew || [...ownFiles].some(([name, version]) => getScriptVersion(name) !== version))
        projectVersion++;
      return before.length;
    },
  };
}
