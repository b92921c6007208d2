// Memory of arrays: adoption by JavaScript, limits, nothing left behind.
import t from "tap";
import { loadNative } from "../../runtime/native.js";
import { putInteger, takeSmall } from "../../runtime/slots.js";
import { liveMemory } from "../live-memory.js";
import { allocate } from "./native-ir.js";

t.setTimeout(120_000);
const native = loadNative();
const entry = native.compile(allocate, { optLevel: 1 }).lookup("allocate");
const slots = native.slots(2);
const results = native.slots(2);

function allocateBytes(bytes: bigint, zeroed: boolean) {
  slots.integers[0] = bytes;
  putInteger(slots, 1, zeroed ? 1 : 0);
  return native.call(entry, slots, results);
}

function makeBuffer(bytes: number, zeroed = false): ArrayBuffer {
  t.equal(allocateBytes(BigInt(bytes), zeroed).kind, "ok");
  return native.adopt(takeSmall(results, 1));
}

t.test("results become buffers that are freed with their last user", async (t) => {
  const before = await liveMemory();
  const survivor = (() => {
    const views = [10, 4096, 100_000, 5_000_000].map((bytes) => new Uint8Array(makeBuffer(bytes)));
    for (const view of views) view.fill(7);
    return views[2]?.subarray(5, 10);
  })();
  const kept = { liveBuffers: before.liveBuffers + 1, liveBytes: before.liveBytes + 100_000 };
  t.same(await liveMemory(), kept, "a view keeps its buffer");
  t.same([...(survivor ?? [])], [7, 7, 7, 7, 7]);
});

t.test("memory of kernels is aligned to cache lines", async (t) => {
  for (const bytes of [1, 100, 70_000, 3_000_000]) {
    const address = takeSmall(makeUnadopted(bytes), 1);
    t.equal(address % 64, 0);
    native.release(address);
  }
});

t.test("small and large results keep their content", async (t) => {
  for (const bytes of [1, 16_383, 16_384, 3_000_000]) {
    const view = new Uint8Array(makeBuffer(bytes, true));
    t.equal(view.length, bytes);
    t.ok(view.every((byte) => byte === 0));
  }
});

t.test("an empty result is an empty buffer", async (t) => {
  const before = await liveMemory();
  const empty = makeBuffer(0);
  t.same(await liveMemory(), before);
  t.equal(empty.byteLength, 0);
});

t.test("a loop that never yields does not pile up dead arrays", async (t) => {
  const bytes = 20_000_000;
  let most = 0;
  for (let i = 0; i < 500; i++) {
    makeBuffer(bytes);
    most = Math.max(most, native.memoryStats().liveBytes);
  }
  t.ok(most < 250 * bytes, `${most / bytes} of 500 arrays at a time`);
});

t.test("zeroed memory is zero, also where a freed buffer is used again", async (t) => {
  for (const bytes of [1000, 200_000, 30_000_000]) {
    for (let round = 0; round < 4; round++) {
      const view = new Uint8Array(makeBuffer(bytes, true));
      t.ok(
        view.every((byte) => byte === 0),
        `${bytes} bytes, round ${round}`,
      );
      view.fill(255);
      native.release(takeSmall(makeUnadopted(bytes), 1));
    }
    await liveMemory();
  }
});

/** Allocates and leaves the reference in the result slots. */
function makeUnadopted(bytes: number) {
  t.equal(allocateBytes(BigInt(bytes), false).kind, "ok");
  return results;
}

t.test("sizes that can't be had are refused with the size, and nothing leaks", async (t) => {
  const before = await liveMemory();
  for (const bytes of [
    2n ** 62n,
    2n ** 63n - 1n,
    -1n,
    -(2n ** 63n),
    BigInt(native.memoryStats().limitBytes) + 1n,
  ]) {
    t.same(allocateBytes(bytes, true), { kind: "out-of-memory", bytes });
  }
  t.same(await liveMemory(), before);
});

t.test("freed large buffers are kept for reuse and given back on request", async (t) => {
  native.trimMemory();
  native.release(takeSmall(makeUnadopted(8_000_000), 1));
  t.ok(native.memoryStats().cachedBytes >= 8_000_000);
  const address = takeSmall(results, 0);
  t.equal(takeSmall(makeUnadopted(7_900_000), 0), address, "the same memory again");
  native.release(address);
  native.trimMemory();
  t.equal(native.memoryStats().cachedBytes, 0);
});

t.test("freed buffers that nobody wants for a while go back to the system", async (t) => {
  native.release(takeSmall(makeUnadopted(8_000_000), 1));
  t.ok(native.memoryStats().cachedBytes >= 8_000_000);
  while (native.memoryStats().cachedBytes > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  t.equal(native.memoryStats().cachedBytes, 0);
});

t.test("memory of an array moves to another buffer with its content, and is freed there", async (t) => {
  const { liveBuffers } = await liveMemory();
  const moved = (() => {
    const buffer = makeBuffer(100_000);
    new Uint8Array(buffer).fill(7);
    const copy = structuredClone(buffer, { transfer: [buffer] });
    t.equal(buffer.byteLength, 0, "the buffer has given its memory away");
    return new Uint8Array(copy);
  })();
  t.equal((await liveMemory()).liveBuffers, liveBuffers + 1);
  t.ok(moved.every((byte) => byte === 7));
});

t.test("addresses of shared buffers and of offsets", async (t) => {
  const shared = new SharedArrayBuffer(64);
  t.equal(native.addressOf(shared, 8), native.addressOf(shared) + 8);
  t.throws(() => native.addressOf(new ArrayBuffer(8), 9), RangeError);
});
