import type { GeneratorJson } from "./case.js";

/** The first `n` integers of 24 bits of the linear congruential generator that the corpus defines. */
function lcg(seed: number, n: number): Float64Array {
  const r = new Float64Array(n);
  let x = seed >>> 0;
  for (let i = 0; i < n; i++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    r[i] = x >>> 8;
  }
  return r;
}

/** The elements of a generated array, as float64, by the formulas of the corpus README. */
export function generate(generator: GeneratorJson, n: number): Float64Array {
  const parameter = (name: string): number => Number(generator[name] ?? 0);
  const r = "seed" in generator ? lcg(parameter("seed"), n) : new Float64Array(n);
  if (generator.kind === "permutation") return permutation(r);
  const element = elementOf(generator.kind, parameter);
  return Float64Array.from(r, (random, i) => element(i, random));
}

type Element = (i: number, random: number) => number;

function elementOf(
  kind: Exclude<GeneratorJson["kind"], "permutation">,
  parameter: (name: string) => number,
): Element {
  const p = parameter;
  switch (kind) {
    case "ramp":
      return (i) => p("start") + p("step") * i;
    case "mod":
      return (i) => (p("mul") * i + p("add")) % p("m");
    case "const":
      return () => p("value");
    case "sin":
      return (i) => p("scale") * Math.sin(p("a") * i + p("b")) + p("c");
    case "uniform":
      return (_, random) => p("lo") + (p("hi") - p("lo")) * (random / 16777216);
    case "ints":
      return (_, random) => p("lo") + (random % (p("hi") - p("lo")));
  }
}

function permutation(r: Float64Array): Float64Array {
  const n = r.length;
  const v = Float64Array.from(r, (_, i) => i);
  for (let k = n - 1; k > 0; k--) {
    const j = (r[n - 1 - k] ?? 0) % (k + 1);
    const kept = v[k] ?? 0;
    v[k] = v[j] ?? 0;
    v[j] = kept;
  }
  return v;
}
