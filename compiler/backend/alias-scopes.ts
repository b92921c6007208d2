// Which arrays can share memory, told to LLVM: each family of arrays that may overlap is one alias scope, and an access to
// one family is marked `noalias` with all others of its function. Views belong to the family of their base, a slot to that of all
// arrays set to it.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { LoopProgram } from "../ir/program.js";
import { regionsOf, walk } from "../ir/visit.js";
import type { ModuleBuilder } from "./module-builder.js";

type Node = `%${number}` | `$${number}`;
const valueNode = (value: ValueId): Node => `%${value}`;
const slotNode = (slot: SlotId): Node => `$${slot}`;

/** The metadata of an access to an array, beginning with a comma; empty where there is nothing to tell. */
export type AccessScopes = (array: ValueId) => string;

export interface AliasScopes {
  /** Two arrays of different families never overlap. */
  readonly family: (array: ValueId) => string;
  readonly slotFamily: (slot: SlotId) => string;
  /** For a function of these operations; the bodies of parallel loops in them are functions of their own. */
  readonly within: (region: readonly LoopOp[]) => AccessScopes;
}

export function aliasScopes(program: LoopProgram, module: ModuleBuilder): AliasScopes {
  const parents = families(program);
  const family = (array: ValueId): Node => find(parents, valueNode(array));
  const domain = once(() => module.metadata((self) => `distinct !{${self}}`));
  const scopes = new Map<Node, Scope>();
  const scopeOf = (root: Node): Scope => {
    const found = scopes.get(root);
    if (found !== undefined) return found;
    const scope = module.metadata((self) => `distinct !{${self}, ${domain()}, !"${root}"}`);
    const made: Scope = { scope, own: module.metadata(`!{${scope}}`) };
    scopes.set(root, made);
    return made;
  };
  return {
    family,
    slotFamily: (slot) => find(parents, slotNode(slot)),
    within: (region) => {
      const accessed = new Set<Node>();
      visitAccesses(region, (array) => accessed.add(family(array)));
      if (accessed.size < 2) return () => "";
      const suffixes = new Map<Node, string>();
      for (const root of accessed) {
        const others = [...accessed].filter((other) => other !== root).map((other) => scopeOf(other).scope);
        const rest = module.metadata(`!{${others.join(", ")}}`);
        suffixes.set(root, `, !alias.scope ${scopeOf(root).own}, !noalias ${rest}`);
      }
      return (array) => suffixes.get(family(array)) ?? "";
    },
  };
}

/** Metadata nodes: the scope, and the list of it alone. */
interface Scope {
  readonly scope: string;
  readonly own: string;
}

function once(make: () => string): () => string {
  let made: string | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function visitAccesses(region: readonly LoopOp[], visit: (array: ValueId) => void): void {
  for (const op of region) {
    if (op.kind === "load" || op.kind === "store") visit(op.array);
    if (op.kind !== "parfor") for (const inner of regionsOf<LoopOp>(op)) visitAccesses(inner, visit);
  }
}

function families(program: LoopProgram): Map<Node, Node> {
  const { tables } = program;
  const parents = new Map<Node, Node>();
  const join = (a: Node, b: Node): void => {
    parents.set(find(parents, a), find(parents, b));
  };
  const isArray = (value: ValueId): boolean => tables.typeOf(value).kind === "array";

  const parameters = program.parameters.map((parameter) => parameter.value).filter(isArray);
  for (const [index, parameter] of parameters.entries()) {
    const first = parameters[0];
    if (index === 0 || first === undefined || !program.mayAlias)
      join(valueNode(parameter), valueNode(parameter));
    else join(valueNode(parameter), valueNode(first));
  }
  walk(program.body, (op) => {
    if (op.kind === "alloc") join(valueNode(op.out), valueNode(op.out));
    if (op.kind === "view") join(valueNode(op.out), valueNode(op.base));
    if (op.kind === "unalias") join(valueNode(op.out), valueNode(op.array));
    if (op.kind === "get" && isArray(op.out)) join(valueNode(op.out), slotNode(op.slot));
    if (op.kind === "set" && isArray(op.value)) join(valueNode(op.value), slotNode(op.slot));
  });
  return parents;
}

/** The representative of a node's family; a node that was not seen is its own. */
function find(parents: Map<Node, Node>, node: Node): Node {
  let root = node;
  for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
  parents.set(node, root);
  return root;
}
