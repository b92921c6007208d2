/**
 * The import cycles among modules, each as the list of its paths. Imports of types alone are erased and make no cycle.
 * Tarjan's strongly connected components, "Depth-first search and linear graph algorithms", 1972.
 * @param {readonly import("./modules.mjs").Module[]} modules
 * @returns {readonly (readonly string[])[]}
 */
export function importCycles(modules) {
  const imports = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target, typeOnly }) => (typeOnly || !target ? [] : [target])),
    ]),
  );
  /** @type {Map<string, { index: number, low: number, onStack: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const cycles = [];

  const visit = (/** @type {string} */ path) => {
    const node = { index: seen.size, low: seen.size, onStack: true };
    seen.set(path, node);
    stack.push(path);
    const targets = imports.get(path) ?? [];
    for (const target of targets) {
      const other = seen.get(target) ?? visit(target);
      if (other.onStack) node.low = Math.min(node.low, other.low);
    }
    if (node.low === node.index) {
      const component = stack.splice(stack.indexOf(path));
      for (const member of component) {
        const state = seen.get(member);
        if (state !== undefined) state.onStack = false;
      }
      if (component.length > 1 || targets.includes(path)) cycles.push(component.sort());
    }
    return node;
  };
  for (const path of imports.keys()) if (!seen.has(path)) visit(path);
  return cycles;
}
