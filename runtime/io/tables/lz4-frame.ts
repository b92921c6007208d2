// The format: https://github.com/lz4/lz4/blob/v1.10.0/doc/lz4_Frame_format.md and lz4_Block_format.md
const MAGIC = 0x184d2204;
const MIN_MATCH = 4;

const FLAG_DICTIONARY = 0x01;
const FLAG_CONTENT_SIZE = 0x08;
const FLAG_BLOCK_CHECKSUM = 0x10;
const UNCOMPRESSED = 0x8000_0000;

/**
 * The content of an LZ4 frame. Checksums are not compared.
 * @throws {Error} where the bytes are no such frame, or end too early
 */
export function decodeLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error("it is no LZ4 frame");
  const flags = bytes[4] ?? 0;
  const hasSize = (flags & FLAG_CONTENT_SIZE) !== 0;
  const checksum = (flags & FLAG_BLOCK_CHECKSUM) === 0 ? 0 : 4;
  const output = new GrowingBytes(hasSize ? Number(view.getBigUint64(6, true)) : 4 * bytes.length);
  let at = 7 + (hasSize ? 8 : 0) + ((flags & FLAG_DICTIONARY) === 0 ? 0 : 4);
  while (at + 4 <= bytes.length) {
    const head = view.getUint32(at, true);
    if (head === 0) return output.content();
    const size = head % UNCOMPRESSED;
    const block = bytes.subarray(at + 4, at + 4 + size);
    if (block.length < size) break;
    if (head >= UNCOMPRESSED) output.append(block);
    else decodeBlock(block, output);
    at += 4 + size + checksum;
  }
  throw new Error("the LZ4 frame ends too early");
}

/** Blocks may refer to what the blocks before them wrote, so all write to one output. */
function decodeBlock(block: Uint8Array, output: GrowingBytes): void {
  let at = 0;
  const byte = (): number => {
    const value = block[at++];
    if (value === undefined) throw new Error("an LZ4 block ends too early");
    return value;
  };
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble === 15) {
      let more = 255;
      while (more === 255) {
        more = byte();
        total += more;
      }
    }
    return total;
  };
  while (at < block.length) {
    const token = byte();
    const literals = length(token >> 4);
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return;
    const distance = byte() | (byte() << 8);
    output.repeat(distance, length(token & 15) + MIN_MATCH);
  }
}

class GrowingBytes {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  append(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  /** Appends `count` bytes from `distance` before the end; they may overlap with what is appended. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.#length)
      throw new Error("an LZ4 block refers to bytes before its frame");
    this.#reserve(count);
    const from = this.#length - distance;
    if (distance >= count) this.#bytes.copyWithin(this.#length, from, from + count);
    else for (let i = 0; i < count; i++) this.#bytes[this.#length + i] = this.#bytes[from + i] ?? 0;
    this.#length += count;
  }

  content(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.content());
    this.#bytes = larger;
  }
}
