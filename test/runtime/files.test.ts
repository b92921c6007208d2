import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import { encodePng, writeImage } from "../../runtime/io/png-writer.js";
import { decodeImage, readImage } from "../../runtime/io/read-image.js";
import { np } from "../../runtime/np.js";
import { decodeArray, type EncodedArray } from "./encoded-array.js";

const fixtures = new URL("../../../test/runtime/fixtures/", import.meta.url);
const data = new URL("../../../notebooks/data/", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("files.json", fixtures), "utf8")) as Record<
  string,
  EncodedArray
>;
const entries = Object.entries(expected);

t.test("images are read with the channels and bits that they have", async (t) => {
  const images = entries.filter(([name]) => /\.(png|jpg|webp|tif)$/.test(name));
  t.equal(images.length, 23);
  for (const [name, pixels] of images) {
    const image = readImage(new URL(`files/${name}`, fixtures));
    const wanted = decodeArray(pixels);
    t.same([image.dtype, image.shape], [wanted.dtype, wanted.shape], name);
    const worst = Math.max(
      ...wanted.ravel().map((value, at) => Math.abs(Number(value) - Number(image.item(at)))).data,
    );
    t.ok(worst <= (/\.jpg$|^lossy/.test(name) ? 2 : 0), `${name}: pixels`);
  }
});

t.test("pages of TIFF files, and what no WebP or TIFF file may be", async (t) => {
  const file = (name: string): URL => new URL(`files/${name}`, fixtures);
  const [first, second] = [0, 1].map((page) => readImage(file("pages.tif"), { page }));
  t.equal(first?.get(0, 1), 7);
  t.equal(second?.get(0, 1), 248);
  t.throws(
    () => readImage(file("pages.tif"), { page: 2 }),
    /There is no page 2: the file has 2, counted from 0/,
  );
  t.throws(
    () => readImage(file("no-animation.webp")),
    /It is an animation: WebP files of one picture can be read/,
  );
  t.throws(() => readImage(file("no-jpeg.tif")), /Can't read .*no-jpeg\.tif": /);
  t.throws(() => readImage(file("no-signed.tif")), /TIFF files with signed whole numbers can't be read/);
  t.throws(
    () => readImage(file("no-bits.tif")),
    /TIFF files with pixels of one bit that they say nothing of can't be read/,
  );
  for (const name of ["lossy.webp", "rgb-tiff_lzw.tif"]) {
    const whole = readFileSync(file(name));
    t.throws(() => decodeImage(whole.subarray(0, whole.length - 20)), Error, `${name} that was cut off`);
  }
});

t.test("the sample photographs", async (t) => {
  const camera = readImage(new URL("camera.png", data));
  t.same([camera.dtype, camera.shape, camera.get(0, 0)], ["uint8", [512, 512], 200]);
  const astronaut = readImage(new URL("astronaut.png", data));
  t.same([astronaut.dtype, astronaut.shape], ["uint8", [512, 512, 3]]);
});

t.test("rows that repeat cost next to nothing in a PNG", async (t) => {
  const random = np.random.randint(0, 256, [40, 300]).astype("uint8");
  const tall = np.repeat(random, 8, 0);
  t.ok(arrayEqual(decodeImage(encodePng(tall)), tall));
  t.ok(encodePng(tall).length < 1.1 * encodePng(random).length);
});

t.test("what is written as PNG reads back the same", async (t) => {
  for (const shape of [
    [5, 7],
    [5, 7, 2],
    [5, 7, 3],
    [5, 7, 4],
    [1, 1],
    [3, 1, 3],
  ]) {
    const size = shape.reduce((product, length) => product * length, 1);
    const pixels = np
      .arange(size)
      .map((i) => (i * 37) % 256, "uint8")
      .reshape(shape);
    t.ok(arrayEqual(decodeImage(encodePng(pixels)), pixels), `shape ${shape}`);
  }
  const view = np.arange(64).astype("uint8").reshape(8, 8).T.slice("::-2", "1:");
  t.ok(arrayEqual(decodeImage(encodePng(view)), view.copy()), "a strided view");
});

t.test("other dtypes become pixels", async (t) => {
  const pixels = (...args: Parameters<typeof encodePng>) => decodeImage(encodePng(...args)).toArray();
  t.same(pixels([[true, false]]), [[255, 0]], "bool");
  t.same(pixels([[-1, 0, 1]]), [[0, 128, 255]], "floats go from their smallest to their largest value");
  t.same(pixels([[0, Number.NaN, Number.POSITIVE_INFINITY, 2]]), [[0, 0, 255, 255]], "NaN is black");
  t.same(pixels([[0, 10, 20]], { vmin: 10, vmax: 15 }), [[0, 0, 255]], "vmin and vmax");
  t.same(pixels([[7, 7]]), [[0, 0]], "a constant");
  t.same(pixels([[[0, 0.5, 2]]]), [[[0, 128, 255]]], "colours of floats go from 0 to 1");
  t.same(pixels(np.array([[0, 255]], "uint8"), { colormap: "viridis" }), [
    [
      [68, 1, 84],
      [253, 231, 37],
    ],
  ]);
  t.throws(
    () => encodePng(np.zeros([2, 2, 5])),
    new RangeError("An array of shape (2, 2, 5) is no image: H×W, or H×W with up to 4 channels, is needed"),
  );
  t.throws(() => encodePng([[1]], { vmin: 2, vmax: 1 }), new RangeError("vmin 2 is larger than vmax 1"));
});

t.test("files that can't be read are named", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "weft-files-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  t.throws(() => readImage("no/such.png"), {
    message: `Can't read "no/such.png": it does not exist (relative paths start from ${process.cwd()})`,
  });
  const gif = join(folder, "a.gif");
  writeFileSync(gif, "GIF89a…");
  t.throws(() => readImage(gif), {
    message: `Can't read "${gif}": It is a GIF image: PNG, JPEG, WebP and TIFF can be read`,
  });
  t.throws(() => readImage(folder), /Can't read .*EISDIR/);
  t.throws(() => writeImage(join(folder, "a.jpg"), [[1]]), /must end in \.png/);
  writeImage(join(folder, "a.png"), [[0, 1]]);
  t.same(readImage(join(folder, "a.png")).toArray(), [[0, 255]]);
});
