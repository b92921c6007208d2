import t from "tap";
import { image, images } from "../../kernel/display/image.js";
import { decodeImage } from "../../runtime/io/read-image.js";
import { np } from "../../runtime/np.js";

function pixelsOf(png: unknown): unknown {
  return decodeImage(Buffer.from(String(png), "base64")).toArray();
}

t.test("an image carries its pixels as PNG, and its caption as text", async (t) => {
  const { bundle } = image(
    [
      [0, 1],
      [2, 3],
    ],
    { title: "a < b" },
  );
  t.same(pixelsOf(bundle["image/png"]), [
    [0, 85],
    [170, 255],
  ]);
  t.equal(bundle["text/plain"], "a < b: image 2 × 2, float64");
  t.match(bundle["text/html"], /<b>a &lt; b<\/b>2 × 2 float64<\/figcaption>/);
});

t.test("small images are enlarged with sharp pixels", async (t) => {
  const sizeOf = (...args: Parameters<typeof image>) =>
    /<img( class="weft-pixels")? width="(\d+)" height="(\d+)"/
      .exec(String(image(...args).bundle["text/html"]))
      ?.slice(1);
  t.same(sizeOf(np.zeros([8, 16])), [' class="weft-pixels"', "256", "128"]);
  t.same(sizeOf(np.zeros([200, 300])), [undefined, "300", "200"]);
  t.same(sizeOf(np.zeros([10, 20]), { scale: 3 }), [' class="weft-pixels"', "60", "30"]);
  t.same(sizeOf(np.zeros([100, 200]), { scale: 0.5 }), [undefined, "100", "50"]);
});

t.test("huge images are thinned out, and say so", async (t) => {
  const { bundle } = image(np.zeros([5000, 100], "uint8"));
  t.same(decodeImage(Buffer.from(String(bundle["image/png"]), "base64")).shape, [1667, 34]);
  t.equal(bundle["text/plain"], "image 5,000 × 100, uint8, every 3rd pixel");
});

t.test("colormap and range", async (t) => {
  const { bundle } = image([[0, 5, 10]], { colormap: "viridis", vmin: 0, vmax: 5 });
  t.same(pixelsOf(bundle["image/png"]), [
    [
      [68, 1, 84],
      [253, 231, 37],
      [253, 231, 37],
    ],
  ]);
  t.throws(
    () => Reflect.apply(image, undefined, [[[1]], { colormap: "jet" }]),
    new RangeError('Unknown colormap "jet": use one of gray, viridis, magma'),
  );
  t.throws(() => image([1, 2, 3]), /An array of shape \(3,\) is no image/);
});

t.test("images stand side by side", async (t) => {
  const { bundle } = images([np.zeros([20, 20]), np.ones([4, 4], "uint8")], {
    titles: ["before", "after"],
    columns: 2,
  });
  const html = String(bundle["text/html"]);
  t.equal(html.match(/<figure>/g)?.length, 2);
  t.match(html, /<b>before<\/b>.*<b>after<\/b>/);
  t.match(html, /grid-template-columns:repeat\(2,minmax\(0,max-content\)\)/);
  t.equal(bundle["text/plain"], "before: image 20 × 20, float64\nafter: image 4 × 4, uint8");
});
