// Philox 4x32-10 as generated code computes it; runtime/src/philox.h asserts the same answers of the runtime's function.
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

t.test("the known answers of Random123", async (t) => {
  const k = kernel("philox");
  const place = ["stream", "index", "draw"].map((name) => k.scalar(name, "uint64"));
  const bits = k.call("randomBits", place, "uint64");
  const partner = k.call("randomPartner", place, "float64");
  const run = compiled(k.program([bits, partner]));
  for (const { stream, index, draw, first, second } of KNOWN) {
    const { integers, floats } = run(stream, index, draw);
    t.equal(BigInt.asUintN(64, integers[0] ?? 0n), first);
    t.equal(floats[1], Number(second >> 12n) * 2 ** -52, "the upper 52 bits of the second half");
  }
});
