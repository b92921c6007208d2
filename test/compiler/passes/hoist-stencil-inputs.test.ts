// What a stencil computes from one element is computed once for it, or once for each of 256 integers, with the same results.
import t from "tap";
import { walk } from "../../../compiler/ir/visit.js";
import { hoistStencilInputs } from "../../../compiler/passes/array/hoist-stencil-inputs.js";
import type { OptimizedSource } from "../optimize-source.js";
import { optimizeSource } from "../optimize-source.js";
import { compiled, doubles } from "../run-kernel.js";

interface Example {
  readonly type: string;
  /** Of the window `w`. */
  readonly element: string;
  /** How many powers, exponentials, … the planned program has before and after. */
  readonly calls: readonly [before: number, after: number];
  /** The function is tabulated. */
  readonly table: boolean;
}

const examples: Readonly<Record<string, Example>> = {
  "a power of unsigned bytes": {
    type: "uint8[::1]",
    element: "w[-1] ** 2.2 + w[0] ** 2.2 + w[1] ** 2.2",
    calls: [3, 1],
    table: true,
  },
  "an exponential of signed bytes": {
    type: "int8[::1]",
    element: "exp(w[-1] / 100) + exp(w[0] / 100) - exp(w[1] / 100)",
    calls: [3, 1],
    table: true,
  },
  "wider integers": {
    type: "int16[::1]",
    element: "exp(w[-1] / 100) + exp(w[1] / 100)",
    calls: [2, 1],
    table: false,
  },
  "a function of two elements": {
    type: "uint8[::1]",
    element: "exp((w[-1] - w[0]) / 100) + exp((w[0] - w[1]) / 100)",
    calls: [2, 2],
    table: false,
  },
  "functions of one element that is read once": {
    type: "uint8[::1]",
    element: "exp(w[-1] / 100) + sin(w[0]) + w[1]",
    calls: [2, 2],
    table: false,
  },
};

function callsIn({ loops }: OptimizedSource): number {
  let calls = 0;
  walk(loops.body, (op) => {
    if (op.kind === "call") calls++;
  });
  return calls;
}
const hasTable = ({ loops }: OptimizedSource): boolean =>
  loops.body.some(
    (op) => op.kind === "for" && op.body.some((each) => each.kind === "store") && op.loop === null,
  );

/** Every integer of 16 bits, or of 8 several times, in an order that mixes them. */
function integers(type: string): Int16Array | Int8Array | Uint8Array {
  const length = 4096;
  if (type.startsWith("int16")) return Int16Array.from({ length }, (_, k) => (k * 7919) % 300);
  const values = { length };
  return type.startsWith("int8")
    ? Int8Array.from(values, (_, k) => k * 89)
    : Uint8Array.from(values, (_, k) => k * 89);
}

for (const [name, { type, element, calls, table }] of Object.entries(examples)) {
  t.test(name, async (t) => {
    const text = `function f(a) { return stencil((w) => ${element})(a); }`;
    const hoisted = optimizeSource(text, [type]);
    const plain = optimizeSource(text, [type], new Set([hoistStencilInputs.name]));
    t.same([callsIn(plain), callsIn(hoisted)], calls, "calls");
    t.equal(hasTable(hoisted), table, "table");
    const data = integers(type);
    const results = [plain, hoisted].map(({ loops }) =>
      doubles(compiled(loops)({ data, shape: [data.length] })),
    );
    t.same(results[1], results[0]);
  });
}
