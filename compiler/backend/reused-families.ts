// Arrays that one iteration of a parallel loop uses more than once. LLVM takes `llvm.loop.parallel_accesses` for the word that no two
// accesses of the loop depend on each other, those of one iteration included: it gathers the loads of neighbouring elements at the
// first of them and their stores at the last, across whatever stands between.
import type { LoopOp } from "../ir/ops.js";
import { isAccess, regionsOf } from "../ir/visit.js";
import type { AliasScopes } from "./alias-scopes.js";

interface Use {
  /** Whether something was stored so far. */
  stored: boolean;
  /** Whether a store is followed by another access, or may be repeated. */
  reused: boolean;
}

/** The families of arrays that an iteration stores to and then uses again, or stores to in a loop of its own, which may be unrolled. */
export function reusedFamilies(body: readonly LoopOp[], scopes: AliasScopes): ReadonlySet<string> {
  const uses = new Map<string, Use>();
  collect(body, false, uses, scopes);
  return new Set([...uses].flatMap(([family, { reused }]) => (reused ? [family] : [])));
}

function collect(
  region: readonly LoopOp[],
  repeated: boolean,
  uses: Map<string, Use>,
  scopes: AliasScopes,
): void {
  for (const op of region) {
    if (isAccess(op)) {
      const family = scopes.family(op.array);
      const use = uses.get(family) ?? { stored: false, reused: false };
      use.reused ||= use.stored || (repeated && op.kind === "store");
      use.stored ||= op.kind === "store";
      uses.set(family, use);
    }
    const inner = repeated || op.kind === "for" || op.kind === "loop";
    for (const ops of regionsOf(op)) collect(ops, inner, uses, scopes);
  }
}
