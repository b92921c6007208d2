import { loadNative } from "./native.js";

const addresses = new WeakMap<ArrayBufferLike, number>();

/** The address of a buffer's first byte. Buffers don't move, so it is asked for once. */
export function addressOfBuffer(buffer: ArrayBufferLike): number {
  const known = addresses.get(buffer);
  if (known !== undefined) return known;
  const address = loadNative().addressOf(buffer);
  addresses.set(buffer, address);
  return address;
}
