import { createHash, randomUUID } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { deserialize, serialize } from "node:v8";
import type { CompiledCode } from "./addon-interface.js";
import { CACHE_FOLDER_MODE } from "./cache-folder.js";

const MOST_BYTES = 256 * 2 ** 20;
const DIGEST_BYTES = 32;
const ENDING = ".code";

const digest = (parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  // Lengths keep two lists of parts apart whose texts are the same one after the other.
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest();
};

/**
 * Compiled code on disk, so that a restarted kernel need not compile again what it has compiled before. A file is named after all
 * that its code depends on, and begins with a digest of the rest: a file that was cut or changed is compiled anew. It is written
 * under another name first, so that other processes see all of it or nothing. Only a folder that no other user can write to is used,
 * since its files are run.
 */
export class CodeCache {
  #folder: string | null;
  readonly #build: string;
  #checked = false;
  #isFull = false;

  /** `build` names the compiler: code of another one is not taken. `folder` null: nothing is kept. */
  constructor(folder: string | null, build: string) {
    this.#folder = folder;
    this.#build = build;
  }

  /** The code that was kept for `key`, or what `compile` makes, which is kept. */
  take(key: readonly string[], compile: () => CompiledCode): CompiledCode {
    const folder = this.#usableFolder();
    if (folder === null) return compile();
    const file = join(folder, digest([this.#build, ...key]).toString("hex") + ENDING);
    const kept = read(file);
    if (kept !== null) return kept;
    const code = compile();
    this.#keep(file, code);
    return code;
  }

  #usableFolder(): string | null {
    if (this.#checked || this.#folder === null) return this.#folder;
    this.#checked = true;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: CACHE_FOLDER_MODE });
      const { uid, mode } = lstatSync(this.#folder);
      const isOwn = process.getuid === undefined || uid === process.getuid();
      if (!isOwn || (mode & 0o022) !== 0) this.#folder = null;
      else prune(this.#folder);
    } catch {
      // Without a folder everything works, only slower.
      this.#folder = null;
    }
    return this.#folder;
  }

  #keep(file: string, code: CompiledCode): void {
    if (this.#isFull) return;
    const payload = serialize(code);
    // Of this thread alone: others of the process may keep the same code.
    const temporary = `${file}.${randomUUID()}`;
    try {
      writeFileSync(temporary, Buffer.concat([digest([payload]), payload]), { mode: 0o600, flag: "wx" });
      renameSync(temporary, file);
    } catch {
      // A full disk, or a folder to read only: what is kept already stays useful, but nothing more is tried.
      this.#isFull = true;
      removeUnfinished(temporary);
    }
  }
}

function removeUnfinished(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What can't be removed was not written either.
  }
}

/** Null where there is no such file, or not all of it. */
function read(file: string): CompiledCode | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  markUsed(file);
  const payload = bytes.subarray(DIGEST_BYTES);
  if (!digest([payload]).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
  const code: unknown = deserialize(payload);
  return isCode(code) ? code : null;
}

function markUsed(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // In a folder to read only: nothing is removed from it either.
  }
}

const isCode = (value: unknown): value is CompiledCode =>
  typeof value === "object" && value !== null && "parts" in value && "functions" in value;

/** Removes the files that were not used for the longest time, where all together are too large. */
function prune(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.includes(ENDING))
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, size: found.size, mtimeMs: found.mtimeMs }];
    });
  let total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= MOST_BYTES) return;
  for (const { path, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    rmSync(path, { force: true });
    total -= size;
    if (total <= MOST_BYTES / 2) return;
  }
}
