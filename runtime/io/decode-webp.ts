import { createRequire } from "node:module";
import { NDArray } from "../ndarray.js";
import { pickChannels } from "./pick-channels.js";

/** Google's own decoder as WebAssembly. */
interface WebpDecoder {
  decode(bytes: Uint8Array): {
    readonly width: number;
    readonly height: number;
    readonly data: Uint8ClampedArray;
  };
}

/** It is compiled where the first file of this format is read. */
function loadDecoder(): WebpDecoder {
  const decoder: WebpDecoder = createRequire(import.meta.url)("@cwasm/webp");
  return decoder;
}

const OPAQUE = 3;
const TRANSPARENT = 4;

/** The pixels of a WebP file: H×W×3, or H×W×4 where the file says that it has transparency. @throws Error for what is broken, and for animations */
export function decodeWebp(bytes: Buffer): NDArray<"uint8"> {
  const header = headerOf(bytes);
  if (header.isAnimated) throw new Error("It is an animation: WebP files of one picture can be read");
  const { width, height, data } = loadDecoder().decode(bytes);
  const channels = header.hasAlpha ? TRANSPARENT : OPAQUE;
  const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return new NDArray("uint8", pickChannels(rgba, width * height, channels), [height, width, channels]);
}

/** What the first chunk says: WebP Container Specification, and RFC 9649 on the bitstream without loss. */
function headerOf(bytes: Buffer): { readonly hasAlpha: boolean; readonly isAnimated: boolean } {
  const kind = bytes.toString("latin1", 12, 16);
  const flags = bytes[20] ?? 0;
  if (kind === "VP8X") return { hasAlpha: (flags & 0x10) !== 0, isAnimated: (flags & 0x02) !== 0 };
  // Behind the signature come 14 bits of the width, 14 of the height, and the one of transparency.
  return { hasAlpha: kind === "VP8L" && ((bytes[24] ?? 0) & 0x10) !== 0, isAnimated: false };
}
