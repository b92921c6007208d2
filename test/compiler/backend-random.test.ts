// Philox 4x32-10 as generated code computes it; runtime/src/philox.h asserts the same known answers of the runtime's function.
import t from "tap";
import { kernel } from "./loop-builder.js";
import { compiled } from "./run-kernel.js";

interface KnownAnswer {
  readonly stream: bigint;
  readonly index: bigint;
  readonly draw: bigint;
  readonly first: bigint;
  readonly second: bigint;
}
/** tests/kat_vectors of Random123: the key is the stream, the counter the index and the draw. */
const KNOWN: readonly KnownAnswer[] = [
  { stream: 0n, index: 0n, draw: 0n, first: 0xe169c58d6627e8d5n, second: 0x9b00dbd8bc57ac4cn },
  {
    stream: 2n ** 64n - 1n,
    index: 2n ** 64n - 1n,
    draw: 2n ** 64n - 1n,
    first: 0x41c83b0e408f276dn,
    second: 0x6d5451fda20bc7c6n,
  },
  {
    stream: 0x299f31d0a4093822n,
    index: 0x85a308d3243f6a88n,
    draw: 0x0370734413198a2en,
    first: 0x94fdccebd16cfe09n,
    second: 0x24126ea15001e420n,
  },
];

const MASK = 0xffff_ffffn;

/** Philox 4x32-10 as its authors wrote it; the two halves of a block. */
function philox(stream: bigint, block: bigint, draw: bigint): readonly [first: bigint, second: bigint] {
  let [a, b, c, d] = [block & MASK, block >> 32n, draw & MASK, draw >> 32n];
  let [key0, key1] = [stream & MASK, stream >> 32n];
  for (let round = 0; round < 10; round++) {
    const [p, q] = [0xd251_1f53n * a, 0xcd9e_8d57n * c];
    [a, b, c, d] = [(q >> 32n) ^ b ^ key0, q & MASK, (p >> 32n) ^ d ^ key1, p & MASK];
    [key0, key1] = [(key0 + 0x9e37_79b9n) & MASK, (key1 + 0xbb67_ae85n) & MASK];
  }
  return [(b << 32n) | a, (d << 32n) | c];
}

t.test("the known answers of Random123", async (t) => {
  for (const { stream, index, draw, first, second } of KNOWN)
    t.same(philox(stream, index, draw), [first, second]);
});

t.test("two indices, 16 apart, share a block of bits", async (t) => {
  const k = kernel("random");
  const place = ["stream", "index", "draw"].map((name) => k.scalar(name, "uint64"));
  const bits = k.call("randomBits", place, "uint64");
  const uniform = k.call("randomUniform", place, "float64");
  const normal = k.call("randomNormal", place, "float64");
  const run = compiled(k.program([bits, uniform, normal]));
  const unit = (word: bigint): number => Number(word >> 12n) * 2 ** -52;
  for (const stream of [0n, 1n, 0x299f31d0a4093822n, 2n ** 64n - 1n]) {
    for (const draw of [0n, 2n ** 40n + 7n]) {
      for (const index of [0n, 1n, 15n, 16n, 31n, 32n, 47n, 48n, 0x85a308d3243f6a88n, 2n ** 64n - 1n]) {
        const [first, second] = philox(stream, (index >> 5n) * 16n + (index % 16n), draw);
        const isOther = (index & 16n) !== 0n;
        const half = isOther ? second : first;
        const { integers, floats } = run(stream, index, draw);
        t.equal(BigInt.asUintN(64, integers[0] ?? 0n), half);
        t.equal(floats[1], unit(half));
        const angle = 2 * Math.PI * unit(second);
        const expected =
          Math.sqrt(-2 * Math.log(1 - unit(first))) * (isOther ? Math.sin(angle) : Math.cos(angle));
        t.ok(Math.abs((floats[2] ?? Number.NaN) - expected) < 1e-14, `${floats[2]} is near ${expected}`);
      }
    }
  }
});
