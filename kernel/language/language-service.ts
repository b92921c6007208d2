import { createRequire } from "node:module";
import { dirname, join } from "node:path";
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

/** Imports of the cells resolve from `directory`, the notebook's folder. */
export function createCellLanguageService(directory: string): CellLanguageService {
  const fileName = join(directory, "__weft_cell__.mts");
  const globalsName = join(directory, "__weft_globals__.mts");
  const modulesName = join(directory, "__weft_modules__.d.ts");
  const virtual = new Map([
    [modulesName, { text: moduleDeclarations(), version: 0 }],
    [fileName, { text: "", version: 0 }],
    [globalsName, { text: `export {};\n${preamble()}`, version: 0 }],
  ]);
  const parallelName = join(directory, "__weft_parallel__.mts");
  let isParallel = false;
  const nodeTypes = createRequire(import.meta.url).resolve("@types/node/package.json");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    noImplicitAny: false,
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
    getScriptFileNames: () => [fileName, globalsName, modulesName, ...(isParallel ? [parallelName] : [])],
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
    getCurrentDirectory: () => directory,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (name) => virtual.has(name) || ts.sys.fileExists(name),
    readFile: (name) => virtual.get(name)?.text ?? ts.sys.readFile(name),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    getModuleResolutionCache() {
      resolutions = ts.createModuleResolutionCache(directory, (name) => name, options);
      return resolutions;
    },
    resolveModuleNameLiterals: (literals, containing, redirected, settings, file) =>
      literals.map((literal) => {
        // Nothing that a cell sees has types of the compiler's, whose declarations are a sixth of all that would be read.
        if (literal.text === "typescript" && containing.startsWith(OWN_CODE))
          return { resolvedModule: undefined };
        const mode = ts.getModeForUsageLocation(file, literal, settings);
        return ts.resolveModuleName(literal.text, containing, settings, host, resolutions, redirected, mode);
      }),
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());
  return {
    service,
    fileName,
    setParallel(wanted) {
      if (wanted !== isParallel) projectVersion++;
      isParallel = wanted;
      if (wanted && !virtual.has(parallelName)) {
        virtual.set(parallelName, { text: `export {};\n${parallelPreamble()}`, version: 0 });
      }
    },
    edit(before, cell) {
      const old = virtual.get(fileName);
      const text = before + cell;
      const isNew = old?.text !== text;
      if (isNew) virtual.set(fileName, { text, version: (old?.version ?? 0) + 1 });
      if (isNew || [...ownFiles].some(([name, version]) => getScriptVersion(name) !== version))
        projectVersion++;
      return before.length;
    },
  };
}
