import type { InputType } from "../compiler/frontend/signature.js";
import type { Unit } from "../compiler/frontend/unit.js";
import type { SourceText } from "../compiler/source.js";
import type { CpuDescription } from "./addon-interface.js";
import type { CallPlan } from "./call-plan.js";
import type { DiskCache } from "./disk-cache.js";
import { isKeptKernel, type KeptKernel } from "./kept-kernel.js";
import { type KernelRequest, nameOf, unitOf } from "./kernel-request.js";
import { packPlan, unpackPlan } from "./pack-plan.js";
import type { Lookups } from "./record-lookups.js";
import type { SessionNames } from "./session-names.js";
import { typeKey, unitKey } from "./type-key.js";

/** The kernels of one text and signature that are kept: they differ in what the free names were. */
const MOST_VARIANTS = 8;

/** A kernel without its code. */
export interface FoundKernel {
  /** The name of the code on disk. */
  readonly code: string;
  readonly plan: CallPlan;
  /** What each free name meant to the compiler, and means now. */
  readonly lookups: Lookups;
}

/**
 * What calls of compiled kernels need, on disk beside their code, so that a restarted kernel runs them without the compiler. A file
 * is named after the text of the cell, the signature, options, processor and compiler; it lists variants, each with the names of
 * the session that the compiler asked for, and what they were: one is taken where all of them mean the same now.
 */
export class KernelCache {
  readonly #disk: DiskCache;
  readonly #compiler: string | null;
  readonly #cpu: () => CpuDescription;

  /** `compiler` names the build of the compiler; null where it has no name, and nothing is kept. */
  constructor(disk: DiskCache, compiler: string | null, cpu: () => CpuDescription) {
    this.#disk = disk;
    this.#compiler = compiler;
    this.#cpu = cpu;
  }

  find(request: KernelRequest, names: SessionNames): FoundKernel | null {
    if (this.#compiler === null) return null;
    const own = unitOf(request.text);
    for (const { code, lookups: wanted, plan } of this.#variants(this.#nameOf(request, this.#compiler))) {
      const lookups = matching(wanted, names, own);
      if (lookups === null) continue;
      const unpacked = unpackPlan(plan, sourcesOf(request, lookups), lookups);
      if (unpacked !== null) return { code, plan: unpacked, lookups };
    }
    return null;
  }

  keep(request: KernelRequest, { code, plan, lookups }: FoundKernel): void {
    if (this.#compiler === null) return;
    const own = unitOf(request.text);
    const packed = packPlan(plan, sourcesOf(request, lookups), lookups);
    if (packed === null) return;
    const kept: KeptKernel = {
      code,
      lookups: Array.from(lookups, ([name, type]) => [name, typeKey(type, own)] as const),
      plan: packed,
    };
    const name = this.#nameOf(request, this.#compiler);
    // Another process may write at the same time: then one of the two is compiled once more.
    const others = this.#variants(name).filter((other) => !isSame(other.lookups, kept.lookups));
    this.#disk.write("kernel", name, [kept, ...others].slice(0, MOST_VARIANTS));
  }

  #variants(name: string): readonly KeptKernel[] {
    const found = this.#disk.read("kernel", name);
    return Array.isArray(found) ? found.filter(isKeptKernel) : [];
  }

  #nameOf({ text, types, mayAlias, equalShapes, options }: KernelRequest, compiler: string): string {
    const own = unitOf(text);
    const { name, features } = this.#cpu();
    const { fastMath, bounds, fuse } = options;
    const flags = [mayAlias, equalShapes, fastMath, bounds, fuse].map(Number).join("");
    const place = text.kind === "function" ? String(text.function.node.pos) : "statements";
    const signature = types.map((type) => typeKey(type, own));
    return this.#disk.nameOf([
      compiler,
      name,
      features,
      unitKey(own),
      nameOf(text),
      place,
      flags,
      ...signature,
    ]);
  }
}

/** What the names mean now, where that is what they meant. */
function matching(wanted: KeptKernel["lookups"], names: SessionNames, own: Unit): Lookups | null {
  const lookups = new Map<string, InputType | undefined>();
  for (const [name, key] of wanted) {
    const type = names.lookup(name);
    if (typeKey(type, own) !== key) return null;
    lookups.set(name, type);
  }
  return lookups;
}

const isSame = (a: KeptKernel["lookups"], b: KeptKernel["lookups"]): boolean =>
  a.length === b.length && a.every(([name, key], k) => name === b[k]?.[0] && key === b[k]?.[1]);

/** The texts that spans of a program can be in: its own, and those of the functions that it may call. */
function sourcesOf({ text, types }: KernelRequest, lookups: Lookups): readonly SourceText[] {
  const called = [...types, ...lookups.values()].flatMap((type) =>
    type?.kind === "function" ? [type.function.unit.source] : [],
  );
  return [...new Set([unitOf(text).source, ...called])];
}
