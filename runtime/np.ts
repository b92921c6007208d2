import { arrayEqual } from "./array-equal.js";
import { array, asArray, asContiguousArray } from "./array-from.js";
import { installKernelMethods } from "./eager/array-methods.js";
import * as casts from "./eager/casts.js";
import * as closeness from "./eager/closeness.js";
import * as counting from "./eager/counting.js";
import * as creation from "./eager/creation.js";
import * as join from "./eager/join.js";
import { kernelFunctions, random } from "./eager/kernel-functions.js";
import * as orderStatistics from "./eager/order-statistics.js";
import * as shape from "./eager/shape.js";
import { load, save, savez, savezCompressed } from "./io/array-files.js";
import { asNamespace } from "./is-plain-object.js";
import { getPrintoptions, setPrintoptions, withPrintoptions } from "./print/print-options.js";
import { withUnderscores } from "./spellings.js";

const constants = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  newaxis: null,
} as const;

installKernelMethods();

const table = {
  array,
  asArray,
  asarray: asArray,
  ascontiguousarray: asContiguousArray,
  arrayEqual,
  fromfunction: creation.fromFunction,
  ...constants,
  ...creation,
  ...casts,
  ...shape,
  ...join,
  ...kernelFunctions,
  ...orderStatistics,
  ...counting,
  ...closeness,
  random: asNamespace(withUnderscores(random)),
  load,
  save,
  savez,
  savezCompressed,
  getPrintoptions,
  setPrintoptions,
  printoptions: withPrintoptions,
};

/** The types of `np`'s members by their camelCase names; those of the other spellings take longer to find. */
export type NumpyTable = typeof table;

/** NumPy's names for ordinary cells, one table for each family; camelCase, and with underscores as NumPy has them. */
export const np = asNamespace(withUnderscores(table));
