import type { ArrayInput } from "../array-from.js";
import type { PixelOptions } from "./pixels.js";
import { chunk, encodePng, SIGNATURE } from "./png-writer.js";

export interface ApngOptions extends PixelOptions {
  /** Frames for each second. */
  readonly fps: number;
}

/**
 * An animated PNG file of frames of one shape, which repeats without end; programs that know no animations show the first
 * frame. See `encodePng` for what a frame may be. PNG, third edition, 4.9 and 11.3.6.
 */
export function encodeApng(frames: readonly ArrayInput[], options: ApngOptions): Buffer {
  const files = frames.map((frame) => chunksOf(encodePng(frame, options)));
  const [first] = files;
  if (first === undefined) throw new RangeError("An animation needs a frame");
  const header = contentOf(first, "IHDR");
  const palette = first.filter(({ type }) => type === "PLTE").map(({ content }) => chunk("PLTE", content));
  const control = Buffer.alloc(8);
  control.writeUInt32BE(files.length, 0);
  let sequence = 0;
  const parts = files.flatMap((chunks, index) => {
    if (!contentOf(chunks, "IHDR").equals(header))
      throw new RangeError("The frames of an animation have one shape");
    const frame = chunk("fcTL", frameControl(sequence++, header, options.fps));
    const pixels = contentOf(chunks, "IDAT");
    if (index === 0) return [frame, chunk("IDAT", pixels)];
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++, 0);
    return [frame, chunk("fdAT", Buffer.concat([number, pixels]))];
  });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("acTL", control),
    ...palette,
    ...parts,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Number, size and place of a frame, and how long it is seen. */
function frameControl(sequence: number, header: Buffer, fps: number): Buffer {
  const control = Buffer.alloc(26);
  control.writeUInt32BE(sequence, 0);
  header.copy(control, 4, 0, 8);
  control.writeUInt16BE(Math.round(1000 / fps), 20);
  control.writeUInt16BE(1000, 22);
  return control;
}

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString("latin1", at + 4, at + 8),
      content: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function contentOf(chunks: readonly Chunk[], type: string): Buffer {
  const found = chunks.find((each) => each.type === type);
  if (found === undefined) throw new Error(`The PNG file has no chunk ${type}`);
  return found.content;
}
