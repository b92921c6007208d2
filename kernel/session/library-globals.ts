import { createRequire } from "node:module";
import { guarded } from "../../runtime/load-guard.js";
import { defineGlobals } from "./define-globals.js";

type FileFunctions = typeof import("../../runtime/io/file-functions.js").fileFunctions;
type Np = typeof import("../../runtime/np.js").np;
type ArrayClass = typeof import("../../runtime/ndarray.js").NDArray;

interface LibraryValues extends FileFunctions {
  readonly np: Np;
  readonly NDArray: ArrayClass;
}

/** With all names, which have to be there before the values are. */
const NAMES: Readonly<Record<keyof LibraryValues, true>> = {
  np: true,
  NDArray: true,
  readImage: true,
  writeImage: true,
  readCsv: true,
  writeCsv: true,
  readNpy: true,
  writeNpy: true,
  readNpz: true,
  writeNpz: true,
  readArrow: true,
  writeArrow: true,
  readParquet: true,
  writeParquet: true,
};

/** The array library as cells have it without importing it. */
export interface LibraryGlobals {
  /** Loads it, unless that has been done: arrays have all of their methods from then on. */
  load(): void;
}

/**
 * Defines its names, whose first use loads it: the session's start, and cells that never need it, should not wait for it. Not with
 * `import()`, as what is under way then could not be loaded at once meanwhile.
 */
export function installLibrary(): LibraryGlobals {
  const getters = new Map<string, () => unknown>();
  let values: LibraryValues | undefined;

  const load = (): LibraryValues => {
    if (values !== undefined) return values;
    values = guarded(loadLibrary);
    // Those that a cell has assigned something else to stay as they are.
    const untouched = Object.entries(values).filter(
      ([name]) => Object.getOwnPropertyDescriptor(globalThis, name)?.get === getters.get(name),
    );
    defineGlobals(Object.fromEntries(untouched));
    return values;
  };

  for (const name of Object.keys(NAMES)) {
    const get = (): unknown => Reflect.get(load(), name);
    getters.set(name, get);
    Object.defineProperty(globalThis, name, {
      get,
      set: (value: unknown) => defineGlobals({ [name]: value }),
      configurable: true,
      enumerable: false,
    });
  }
  return { load: () => void load() };
}

function loadLibrary(): LibraryValues {
  const load = createRequire(import.meta.url);
  const { np }: { readonly np: Np } = load("../../runtime/np.js");
  const { NDArray }: { readonly NDArray: ArrayClass } = load("../../runtime/ndarray.js");
  const { fileFunctions }: { readonly fileFunctions: FileFunctions } = load(
    "../../runtime/io/file-functions.js",
  );
  return { np, NDArray, ...fileFunctions };
}
