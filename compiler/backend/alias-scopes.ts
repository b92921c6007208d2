// Which arrays can share memory, told to LLVM: each family of arrays that may overlap is one alias scope, and an access to
// one family is marked `noalias` with all others of its function. Views belong to the family of their base, a slot to that of all
// arrays set to it. Arrays of one family that are known to be apart while a function runs (of variables that exchange them) are several
// scopes of that function.
import type { Aliasing } from "../ir/aliasing.js";
import { aliasingOf } from "../ir/aliasing.js";
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { LoopProgram } from "../ir/program.js";
import { isAccess, regionsOf, walk } from "../ir/visit.js";
import type { ModuleBuilder } from "./module-builder.js";

type Node = `%${number}` | `$${number}`;
/** A family, or what is apart from the rest of it in one function. */
type Part = Node | `${Node}.${number}`;
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
  const aliasing = once(() => aliasingOf(program));
  const domain = once(() => module.metadata((self) => `distinct !{${self}}`));
  const scopes = new Map<Part, Scope>();
  const scopeOf = (root: Part): Scope => {
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
      const partOf = partsWithin(region, family, aliasing);
      const accessed = new Set(partOf.values());
      if (accessed.size < 2) return () => "";
      const suffixes = new Map<Part, string>();
      for (const root of accessed) {
        const others = [...accessed].filter((other) => other !== root).map((other) => scopeOf(other).scope);
        const rest = module.metadata(`!{${others.join(", ")}}`);
        suffixes.set(root, `, !alias.scope ${scopeOf(root).own}, !noalias ${rest}`);
      }
      return (array) => suffixes.get(partOf.get(array) ?? family(array)) ?? "";
    },
  };
}

/** For each array that the function accesses: its family, or the part of it that is apart from the others. */
function partsWithin(
  region: readonly LoopOp[],
  family: (array: ValueId) => Node,
  aliasing: () => Aliasing,
): ReadonlyMap<ValueId, Part> {
  const members = new Map<Node, Set<ValueId>>();
  visitAccesses(region, (array) => {
    const found = members.get(family(array)) ?? new Set();
    members.set(family(array), found.add(array));
  });
  const changing = new Set<Node>();
  visitReads(region, (array) => changing.add(family(array)));
  const parts = new Map<ValueId, Part>();
  for (const [root, arrays] of members) {
    // What a variable holds may change while the function runs.
    const isWhole = arrays.size < 2 || changing.has(root);
    const groups = isWhole ? [[...arrays]] : overlapping([...arrays], aliasing());
    for (const [k, group] of groups.entries())
      for (const array of group) parts.set(array, groups.length === 1 ? root : `${root}.${k}`);
  }
  return parts;
}

/** The arrays in groups that share no memory with each other. */
function overlapping(arrays: readonly ValueId[], { mayOverlap }: Aliasing): readonly (readonly ValueId[])[] {
  let groups: readonly (readonly ValueId[])[] = [];
  for (const array of arrays) {
    const isMet = (group: readonly ValueId[]): boolean => group.some((other) => mayOverlap(other, array));
    groups = [...groups.filter((group) => !isMet(group)), [...groups.filter(isMet).flat(), array]];
  }
  return groups;
}

/** Metadata nodes: the scope, and the list of it alone. */
interface Scope {
  readonly scope: string;
  readonly own: string;
}

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function visitAccesses(region: readonly LoopOp[], visit: (array: ValueId) => void): void {
  visitOwn(region, (op) => {
    if (isAccess(op)) visit(op.array);
  });
}

/** The values that are read from variables. */
function visitReads(region: readonly LoopOp[], visit: (value: ValueId) => void): void {
  visitOwn(region, (op) => {
    if (op.kind === "get") visit(op.out);
  });
}

/** What is part of one function: the bodies of parallel loops are others. */
function visitOwn(region: readonly LoopOp[], visit: (op: LoopOp) => void): void {
  for (const op of region) {
    visit(op);
    if (op.kind !== "parfor") for (const inner of regionsOf<LoopOp>(op)) visitOwn(inner, visit);
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
