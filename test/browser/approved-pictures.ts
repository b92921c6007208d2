import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { pictureDifference } from "./picture-difference.js";

/** The share of a picture that may differ from the approved one. */
const TOLERANCE = 0.03;
/** Pixels of a screenshot along each side of one that is kept. */
const SCALE = 2;
/** Levels of 255 that become one: photographs take half the bytes so. */
const STEP = 8;

/** Screenshots that somebody has looked at, at half their size and with fewer levels. Where WEFT_SCREENSHOTS is `renew`, those that are given take their place. */
export class ApprovedPictures {
  readonly #folder: string;
  readonly #isRenewed = process.env["WEFT_SCREENSHOTS"] === "renew";

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** What is wrong with a screenshot, a PNG file, beside the approved one of this name; null where they agree. */
  problem(name: string, screenshot: Buffer): string | null {
    const path = join(this.#folder, name);
    const picture = shrunk(PNG.sync.read(screenshot));
    // Of the same looks, the file stays the same.
    if (this.#isRenewed && !(existsSync(path) && difference(picture, path) <= TOLERANCE / 4)) {
      writeFileSync(path, PNG.sync.write(picture, { colorType: 2, deflateLevel: 9 }));
    }
    if (!existsSync(path)) return "it has not been approved: look at it, then npm run screenshots";
    const share = difference(picture, path);
    return share <= TOLERANCE ? null : `${(100 * share).toFixed(1)} % differ from the approved picture`;
  }
}

const difference = (picture: PNG, path: string): number =>
  pictureDifference(picture, PNG.sync.read(readFileSync(path)));

/** The picture with the mean colour of each square of `SCALE` pixels as one pixel. What is left over at the ends is cut off. */
function shrunk(picture: PNG): PNG {
  const [width, height] = [Math.floor(picture.width / SCALE), Math.floor(picture.height / SCALE)];
  const small = new PNG({ width, height });
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let i = 0; i < SCALE; i++) {
          for (let j = 0; j < SCALE; j++) {
            sum += picture.data[4 * ((row * SCALE + i) * picture.width + column * SCALE + j) + channel] ?? 0;
          }
        }
        small.data[4 * (row * width + column) + channel] = quantized(sum / SCALE ** 2);
      }
    }
  }
  return small;
}

/** The nearest of 255, 255 - STEP, …: white stays white. */
const quantized = (level: number): number => Math.max(0, 255 - STEP * Math.round((255 - level) / STEP));
