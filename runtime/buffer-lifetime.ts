import { loadNative } from "./native.js";

/** How many asynchronous calls work on a buffer. */
const uses = new WeakMap<ArrayBufferLike, number>();

function addUse(buffer: ArrayBufferLike, count: 1 | -1): void {
  const left = (uses.get(buffer) ?? 0) + count;
  if (left === 0) uses.delete(buffer);
  else uses.set(buffer, left);
}

/** Keeps the memory of buffers until what is returned is called. */
export function holdBuffers(buffers: readonly ArrayBufferLike[]): () => void {
  for (const buffer of buffers) addUse(buffer, 1);
  return () => {
    for (const buffer of buffers) addUse(buffer, -1);
  };
}

/** Gives the memory of a buffer that `Native.adopt` made back at once; one that an asynchronous call works on is left to the collector. */
export function freeBuffer(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer && !uses.has(buffer)) loadNative().detach(buffer);
}
