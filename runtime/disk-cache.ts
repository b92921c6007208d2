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
import { CACHE_FOLDER_MODE } from "./cache-folder.js";

const MOST_BYTES = 256 * 2 ** 20;
const DIGEST_BYTES = 32;

/** What a file holds: machine code, or what calls of kernels need besides. */
export type CacheFileKind = "code" | "kernel";
const ENDING = /\.(code|kernel)(\.|$)/;

const digest = (parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  // Lengths keep two lists of parts apart whose texts are the same one after the other.
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest();
};

/**
 * What was compiled, on disk. A file is named after all that its content depends on, and begins with a digest of the rest: one that
 * was cut or changed counts as missing. It is written under another name first, so that other processes see all of it or nothing.
 * Only a folder that no other user can write to is used, since code in its files is run.
 */
export class DiskCache {
  #folder: string | null;
  readonly #build: string;
  #isChecked = false;
  #isPruned = false;
  #isFull = false;

  /** `build` names what wrote the files: those of another build are not taken. `folder` null: nothing is kept. */
  constructor(folder: string | null, build: string) {
    this.#folder = folder;
    this.#build = build;
  }

  /** The name of the file for a key, without its kind. */
  nameOf(key: readonly string[]): string {
    return digest([this.#build, ...key]).toString("hex");
  }

  /** What was written under this name, or undefined where nothing was that is whole. It may be anything: files can be made by hand. */
  read(kind: CacheFileKind, name: string): unknown {
    const folder = this.#usableFolder();
    return folder === null ? undefined : readFile(join(folder, `${name}.${kind}`));
  }

  /** Keeps a value; whether that worked. */
  write(kind: CacheFileKind, name: string, value: unknown): boolean {
    const folder = this.#usableFolder();
    if (folder === null || this.#isFull) return false;
    const file = join(folder, `${name}.${kind}`);
    const payload = serialize(value);
    // Of this thread alone: others of the process may keep the same value.
    const temporary = `${file}.${randomUUID()}`;
    try {
      if (!this.#isPruned && isDrawn(name)) {
        this.#isPruned = true;
        prune(folder);
      }
      writeFileSync(temporary, Buffer.concat([digest([payload]), payload]), { mode: 0o600, flag: "wx" });
      renameSync(temporary, file);
      return true;
    } catch {
      // A full disk, or a folder to read only: what is kept already stays useful, but nothing more is tried.
      this.#isFull = true;
      removeUnfinished(temporary);
      return false;
    }
  }

  #usableFolder(): string | null {
    if (this.#isChecked || this.#folder === null) return this.#folder;
    this.#isChecked = true;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: CACHE_FOLDER_MODE });
      const { uid, mode } = lstatSync(this.#folder);
      const isOwn = process.getuid === undefined || uid === process.getuid();
      if (!isOwn || (mode & 0o022) !== 0) this.#folder = null;
    } catch {
      // Without a folder everything works, only slower.
      this.#folder = null;
    }
    return this.#folder;
  }
}

function removeUnfinished(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What can't be removed was not written either.
  }
}

/** Undefined where there is no such file, or not all of it. */
function readFile(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const payload = bytes.subarray(DIGEST_BYTES);
  if (!digest([payload]).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  markUsed(file);
  try {
    return deserialize(payload);
  } catch {
    // A digest that is right says only that the file is as it was written.
    return undefined;
  }
}

function markUsed(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // In a folder to read only: nothing is removed from it either.
  }
}

/** One file in sixteen: looking at all files takes up to a tenth of a second, while somebody waits for a first call. */
const isDrawn = (name: string): boolean => name.startsWith("0");

/** Removes the files that were not used for the longest time, where all together are too large. */
function prune(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => ENDING.test(name))
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
