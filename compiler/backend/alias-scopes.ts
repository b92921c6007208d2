// Which arrays can share memory, told to LLVM: each family of arrays that may overlap is one alias scope, and an access to
// one family is marked `noalias` with all others. Views belong to the family of their base, a slot to that of all arrays set to it.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { LoopProgram } from "../ir/program.js";
import { walk } from "../ir/visit.js";
import type { ModuleBuilder } from "./module-builder.js";

type Node = `%${number}` | `$${number}`;
const valueNode = (value: ValueId): Node => `%${value}`;
const slotNode = (slot: SlotId): Node => `$${slot}`;

export interface AliasScopes {
  /** Two arrays of different families never overlap. */
  readonly family: (array: ValueId) => string;
  readonly slotFamily: (slot: SlotId) => string;
  /** The metadata of an access to `array`, beginning with a comma; empty if there is one family only. */
  readonly suffix: (array: ValueId) => string;
}

export function aliasScopes(program: LoopProgram, module: ModuleBuilder): AliasScopes {
  const parents = families(program);
  const roots = [...new Set([...parents.keys()].map((node) => find(parents, node)))];
  const suffixes = new Map<Node, string>();
  if (roots.length > 1) {
    const domain = module.metadata((self) => `distinct !{${self}}`);
    const scopes = roots.map((root) => ({
      root,
      scope: module.metadata((self) => `distinct !{${self}, ${domain}, !"${root}"}`),
    }));
    for (const { root, scope } of scopes) {
      const others = scopes.filter((other) => other.scope !== scope).map((other) => other.scope);
      const own = module.metadata(`!{${scope}}`);
      const rest = module.metadata(`!{${others.join(", ")}}`);
      suffixes.set(root, `, !alias.scope ${own}, !noalias ${rest}`);
    }
  }
  return {
    family: (array) => find(parents, valueNode(array)),
    slotFamily: (slot) => find(parents, slotNode(slot)),
    suffix: (array) => suffixes.get(find(parents, valueNode(array))) ?? "",
  };
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
