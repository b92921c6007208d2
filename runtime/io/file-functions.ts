import { readNpy, writeNpy } from "./npy.js";
import { readNpz, writeNpz } from "./npz.js";
import { writeImage } from "./png-writer.js";
import { readCsv } from "./read-csv.js";
import { readImage } from "./read-image.js";
import { readArrow } from "./tables/read-arrow.js";
import { readParquet } from "./tables/read-parquet.js";
import { writeArrow } from "./tables/write-arrow.js";
import { writeParquet } from "./tables/write-parquet.js";
import { writeCsv } from "./write-csv.js";

/** The functions that read and write files: every cell has them under these names, and the library exports them. */
export const fileFunctions = {
  readImage,
  writeImage,
  readCsv,
  writeCsv,
  readNpy,
  writeNpy,
  readNpz,
  writeNpz,
  readArrow,
  writeArrow,
  readParquet,
  writeParquet,
} as const;
