import { Complex } from "../../runtime/complex.js";
import { readNpy, writeNpy } from "../../runtime/io/npy.js";
import { writeImage } from "../../runtime/io/png-writer.js";
import { readCsv } from "../../runtime/io/read-csv.js";
import { readImage } from "../../runtime/io/read-image.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { image, images } from "./image.js";

/** The names that ordinary cells may use without importing them. */
export const cellLibrary = {
  np,
  NDArray,
  Complex,
  readImage,
  writeImage,
  readCsv,
  readNpy,
  writeNpy,
  image,
  images,
  showImage: image,
} as const;
