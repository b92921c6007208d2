const MULTIPLIER = 0x5bd1e995;
const encoder = new TextEncoder();

/**
 * MurmurHash2 of a text's UTF-8 bytes, as an unsigned integer of 32 bits. JupyterLab computes the same to recognise
 * a cell by its text. Source: Austin Appleby, https://github.com/aappleby/smhasher (public domain).
 */
export function murmur2(text: string, seed: number): number {
  const bytes = encoder.encode(text);
  const blocks = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < end; at += 4) {
    const block = Math.imul(blocks.getUint32(at, true), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(block ^ (block >>> 24), MULTIPLIER);
  }
  if (end < bytes.length) {
    for (let at = bytes.length - 1; at >= end; at--) hash ^= (bytes[at] ?? 0) << (8 * (at - end));
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
