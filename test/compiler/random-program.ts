/** A stream of numbers in [0, 1) that depends on the seed alone. */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Writer {
  readonly random: () => number;
  /** Names of vectors by length: n, and n - 1. */
  readonly full: string[];
  readonly short: string[];
  readonly scalars: string[];
  readonly lines: string[];
  next: number;
}

const pick = <T>(w: Writer, items: readonly T[]): T => {
  const item = items[Math.floor(w.random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};
const fresh = (w: Writer, prefix: string): string => `${prefix}${w.next++}`;

/**
 * A parallel function `f(a, b, m, k)` of two vectors of one length n, a matrix of n rows and a number. It mixes what passes move, merge and
 * remove: elementwise expressions, slices, updates in place, reductions, parallel loops, branches and serial loops.
 */
export function randomProgram(seed: number): string {
  const w: Writer = {
    random: randomStream(seed),
    full: ["a", "b"],
    short: [],
    scalars: ["k"],
    lines: [],
    next: 0,
  };
  const statements = 4 + Math.floor(w.random() * 6);
  for (let count = 0; count < statements; count++) pick(w, STATEMENTS)(w);
  const results = [...w.full, ...w.short, ...w.scalars.slice(1)].slice(-6);
  const body = ["const n = a.length;", ...w.lines, `return [${results.join(", ")}];`];
  return `function f(a, b, m, k) {\n${body.map((line) => `  ${line}`).join("\n")}\n}`;
}

/** An elementwise expression over vectors of one length. */
function vector(w: Writer, names: readonly string[], depth = 2): string {
  const leaf = depth === 0 || w.random() < 0.25;
  if (leaf) return pick(w, names);
  const inner = (): string => vector(w, names, depth - 1);
  return pick(w, [
    () => `(${inner()} + ${inner()})`,
    () => `(${inner()} - ${inner()})`,
    () => `${inner()} * ${scalar(w)}`,
    () => `abs(${inner()})`,
    () => `where(${inner()} > ${scalar(w)}, ${inner()}, 0.5)`,
    () => `maximum(${inner()}, ${inner()})`,
    () => `sqrt(abs(${inner()}))`,
  ])();
}
const scalar = (w: Writer): string =>
  w.random() < 0.5 ? pick(w, ["0.5", "0.25", "2", "1.5"]) : pick(w, w.scalars);

/** A number that reads elements of a loop over [0, n). */
function element(w: Writer): string {
  const name = pick(w, w.full);
  return pick(w, [
    `${name}[i]`,
    `${name}[i] * ${scalar(w)}`,
    `${name}[n - 1 - i]`,
    `(i > 0 ? ${name}[i - 1] : 0.5)`,
    `(i < n - 1 ? ${name}[i + 1] : ${scalar(w)})`,
    `max(${name}[i], 0)`,
  ]);
}

const STATEMENTS: readonly ((w: Writer) => void)[] = [
  (w) => {
    const name = fresh(w, "v");
    w.lines.push(`const ${name} = ${vector(w, w.full)};`);
    w.full.push(name);
  },
  (w) => {
    const name = fresh(w, "u");
    const [x, y] = [pick(w, w.full), pick(w, w.full)];
    w.lines.push(`const ${name} = ${x}["1:"] * 0.5 + ${y}[":-1"];`);
    w.short.push(name);
  },
  (w) => {
    if (w.short.length === 0) return;
    const name = fresh(w, "u");
    w.lines.push(`const ${name} = ${vector(w, w.short)};`);
    w.short.push(name);
  },
  (w) => {
    const name = fresh(w, "s");
    const how = pick(w, ["sum", "min", "max", "mean"]);
    w.lines.push(
      `const ${name} = ${how}(${vector(
        w,
        pick(
          w,
          [w.full, w.short].filter((names) => names.length > 0),
        ),
      )}) / n;`,
    );
    w.scalars.push(name);
  },
  (w) => {
    w.lines.push(`${pick(w, w.full)} ${pick(w, ["+=", "-=", "*="])} ${vector(w, w.full, 1)};`);
  },
  (w) => {
    const source = w.short.length > 0 && w.random() < 0.5 ? pick(w, w.short) : `${pick(w, w.full)}["1:"]`;
    w.lines.push(`${pick(w, w.full)}["${pick(w, ["1:", ":-1"])}"] = ${source};`);
  },
  (w) => {
    w.lines.push(`${pick(w, w.full)}[${pick(w, ["0", "-1", "n - 1"])}] = ${scalar(w)};`);
  },
  (w) => {
    const name = fresh(w, "p");
    w.lines.push(
      `const ${name} = zeros(n);`,
      `for (const i of prange(n)) {`,
      ...(w.random() < 0.3 ? [`  if (${pick(w, w.full)}[i] < 0) continue;`] : []),
      `  ${name}[i] = ${element(w)} + ${element(w)};`,
      "}",
    );
    w.full.push(name);
  },
  (w) => {
    const name = fresh(w, "t");
    w.lines.push(
      `let ${name} = 0;`,
      `for (const i of prange(${pick(w, ["n", "n - 1"])})) ${name} += ${element(w)};`,
      `${name} /= n;`,
    );
    w.scalars.push(name);
  },
  (w) => {
    const name = fresh(w, "x");
    w.lines.push(
      `let ${name} = ${pick(w, w.full)};`,
      `for (let step = 0; step < 3; step++) ${name} = ${name} * 0.5 + ${vector(w, w.full, 1)};`,
    );
    w.full.push(name);
  },
  (w) => {
    const name = fresh(w, "y");
    w.lines.push(
      `let ${name} = ${vector(w, w.full, 1)};`,
      `if (${pick(w, w.full)}[0] > ${scalar(w)}) ${name} = ${name} * 2;`,
      `else ${name} = ${name} - ${pick(w, w.full)};`,
    );
    w.full.push(name);
  },
  (w) => {
    const name = fresh(w, "d");
    const row = `sum(m, 0)`;
    w.lines.push(`const ${name} = dot(m, ${pick(w, [row, `${row} * 0.5`])}) / n;`);
    w.full.push(name);
  },
  (w) => {
    const name = fresh(w, "g");
    w.lines.push(`const ${name} = sum(dot(${vector(w, w.full, 1)}, m) * 0.5) / n;`);
    w.scalars.push(name);
  },
];
