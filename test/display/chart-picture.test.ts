import t from "tap";
import { chartPicture } from "../../kernel/display/chart/chart-picture.js";
import { charts } from "../../kernel/display/chart/charts.js";
import { toMimeBundle } from "../../kernel/display/value.js";
import { encodeFewColors } from "../../runtime/io/few-colors.js";
import { encodePng } from "../../runtime/io/png-writer.js";
import { decodeImage } from "../../runtime/io/read-image.js";
import { np } from "../../runtime/np.js";

const drawing = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">${content}</svg>`;

/** The bytes of red, green and blue of the picture's pixels. */
async function pixelsOf(svg: string): Promise<readonly number[]> {
  const png = await chartPicture(svg);
  return [...decodeImage(Buffer.from(png ?? "", "base64")).astype("uint8").data].map(Number);
}

t.test("a chart's picture has the size of its SVG, on white", async (t) => {
  const pixels = await pixelsOf(drawing('<rect width="20" height="20" fill="#102030"/>'));
  t.equal(pixels.length, 40 * 20 * 3);
  t.same(pixels.slice(0, 3), [0x10, 0x20, 0x30]);
  t.same(pixels.slice(-3), [255, 255, 255]);
});

t.test("text is drawn in every family, in both weights", async (t) => {
  const written = (style: string): Promise<readonly number[]> =>
    pixelsOf(drawing(`<text x="2" y="15" font-size="12" ${style}>ΔH₂ é²</text>`));
  const ink = (pixels: readonly number[]): number => pixels.reduce((sum, value) => sum + 255 - value, 0);
  const plain = await written('font-family="no such font"');
  for (const family of ["serif", "sans-serif", "monospace", "system-ui, Arial"])
    t.same(await written(`font-family="${family}"`), plain, family);
  t.ok(ink(await written('font-weight="600"')) > 1.1 * ink(plain), "bold text has more ink");
});

t.test("what can't be drawn here is left to the client", async (t) => {
  t.equal(await chartPicture(drawing('<text x="2" y="15">温度</text>')), null);
  t.equal(await chartPicture(drawing('<text x="2" y="15">🙂</text>')), null);
  t.equal(await chartPicture(drawing('<image xlink:href="https://example.org/a.png"/>')), null);
  const bundle = await toMimeBundle(charts.plot([1, 2, 3], { title: "温度" }));
  t.notOk("image/png" in (bundle ?? {}));
  t.match(bundle, { "image/svg+xml": /温度/ });
});

t.test("an enlarged picture keeps sharp pixels", async (t) => {
  const url = `data:image/png;base64,${encodePng(np.array([[0, 1]])).toString("base64")}`;
  // As Vega writes an image mark that is not smooth.
  const style = "image-rendering: optimizeSpeed; image-rendering: pixelated;";
  const image = `<image xlink:href="${url}" width="40" height="20" preserveAspectRatio="none" style="${style}"/>`;
  t.same(new Set(await pixelsOf(drawing(image))), new Set([0, 255]));
});

t.test(
  "pixels of few colours are kept, of many they become means, and photographs stay as they are",
  async (t) => {
    const opaque = (colors: readonly (readonly number[])[]): Uint8Array =>
      Uint8Array.from(colors.flatMap((color) => [...color, 255]));
    const decoded = (pixels: Uint8Array): readonly number[] =>
      [...decodeImage(encodeFewColors(pixels, pixels.length / 4, 1)).data].map(Number);
    const few = Array.from({ length: 256 }, (_, n) => [n, 255 - n, (7 * n) % 256]);
    t.same(decoded(opaque(few)), few.flat());
    const many = Array.from({ length: 1024 }, (_, n) => [n >> 2, n >> 2, (n >> 2) ^ (n & 1)]);
    const distances = decoded(opaque(many)).map((value, place) =>
      Math.abs(value - (many.flat()[place] ?? 0)),
    );
    t.ok(Math.max(...distances) > 0 && Math.max(...distances) <= 2);
    const photograph = Array.from({ length: 4096 }, (_, n) => [
      (n * 37) % 256,
      (n * 101) % 256,
      (n >> 4) % 256,
    ]);
    t.same(decoded(opaque(photograph)), photograph.flat());
  },
);
