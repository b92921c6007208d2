import { decodeLz4Frame } from "./lz4-frame.js";

type Arrow = typeof import("apache-arrow");

/** Lets the Arrow library read compressed files: Feather files of pandas and pyarrow are, by LZ4, if nobody says otherwise. */
export async function registerCodecs({ compressionRegistry, CompressionType }: Arrow): Promise<void> {
  if (compressionRegistry.get(CompressionType.ZSTD) !== null) return;
  const { decompressZstd } = await import("hyparquet-compressors");
  // A copy has a buffer of its own, and typed arrays need memory that is aligned.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompressZstd(bytes).slice() });
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
}
