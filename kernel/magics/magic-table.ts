import { nearestName } from "../../runtime/nearest-name.js";
import { anywidget } from "./anywidget.js";
import { cd } from "./cd.js";
import { check } from "./check.js";
import { config } from "./config.js";
import { env } from "./env.js";
import { install } from "./install.js";
import { lsmagic } from "./lsmagic.js";
import { type CellMagic, type LineMagic, type Magic, MagicError } from "./magic.js";
import { parallelCell } from "./parallel-cell.js";
import { parallelDiagnostics } from "./parallel-diagnostics.js";
import { reset } from "./reset.js";
import { roofline } from "./roofline.js";
import { runFile } from "./run-file.js";
import { bash, shell } from "./shell.js";
import { time, timeCell } from "./time.js";
import { timeit, timeitCell } from "./timeit.js";
import { typecheck } from "./typecheck.js";
import { who, whos } from "./who.js";
import { writefile } from "./writefile.js";

/** The magics of lines, by their names. */
export const LINE_MAGICS: ReadonlyMap<string, LineMagic> = byName([
  lsmagic(() => MAGICS),
  parallelDiagnostics,
  roofline,
  time,
  timeit,
  who,
  whos,
  reset,
  cd,
  env,
  runFile,
  install,
  config,
  typecheck,
  shell,
]);

/** The magics that a cell may begin with, by their names. */
export const CELL_MAGICS: ReadonlyMap<string, CellMagic> = byName([
  parallelCell,
  check,
  timeCell,
  timeitCell,
  anywidget,
  writefile,
  bash,
]);

/** All of them. */
export const MAGICS: readonly Magic[] = [...CELL_MAGICS.values(), ...LINE_MAGICS.values()];

/** What to say of a name that is no magic. `names` are those that it could have been. */
export function unknownMagic(name: string, names: Iterable<string>, line: number): MagicError {
  const near = nearestName(name, names);
  const advice = near === null ? "%lsmagic lists all there are" : `did you mean ${near}? %lsmagic lists all`;
  return new MagicError(`There is no magic ${name}: ${advice}`, line);
}

function byName<M extends Magic>(magics: readonly M[]): ReadonlyMap<string, M> {
  return new Map(magics.map((magic) => [magic.name, magic]));
}
