import t from "tap";
import { animation } from "../../kernel/display/animation.js";
import { compare } from "../../kernel/display/compare.js";
import { image, images } from "../../kernel/display/image.js";
import { colormap } from "../../runtime/io/colormap.js";
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
    new RangeError('Unknown colormap "jet": use one of gray, viridis, magma, inferno, plasma, coolwarm'),
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

t.test("a colormap has a bar with its values", async (t) => {
  const html = (options: Parameters<typeof image>[1]) =>
    String(image([[0, 2.5]], options).bundle["text/html"]);
  t.match(
    html({ colormap: "magma" }),
    /<span>0<\/span><i style="background:linear-gradient[^"]*"><\/i><span>2\.5<\/span>/,
  );
  t.notMatch(html({}), /linear-gradient/);
  t.match(html({ colorbar: true, vmax: 10 }), /<span>10<\/span>/);
  t.notMatch(html({ colormap: "magma", colorbar: false }), /linear-gradient/);
});

t.test("coolwarm is Moreland's", async (t) => {
  const table = colormap("coolwarm");
  const at = (index: number) => Array.from(table.subarray(3 * index, 3 * index + 3));
  t.same(
    [at(0), at(255)],
    [
      [59, 76, 192],
      [180, 4, 38],
    ],
  );
  t.ok(
    at(128).every((part) => part >= 219 && part <= 223),
    "the middle is near white",
  );
});

t.test("animations", async (t) => {
  const { bundle } = animation(np.arange(3 * 2 * 2).reshape(3, 2, 2), { fps: 5, title: "a < b" });
  t.same(
    pixelsOf(bundle["image/png"]),
    [
      [185, 209],
      [232, 255],
    ],
    "clients that show no HTML show the last frame",
  );
  const [, source] = /base64,([^"]+)/.exec(String(bundle["text/html"])) ?? [];
  const png = Buffer.from(source ?? "", "base64");
  t.same(
    decodeImage(png).toArray(),
    [
      [0, 23],
      [46, 70],
    ],
    "programs that know no animations show the first frame",
  );
  const chunks: string[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    chunks.push(png.toString("latin1", at + 4, at + 8));
  t.same(chunks, ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"]);
  t.equal(png.readUInt16BE(png.indexOf("fcTL") + 24), 200, "a fifth of a second for each");
  const colored = String(animation(np.zeros([2, 2, 2]), { colormap: "magma" }).bundle["text/html"]);
  const [, other] = /base64,([^"]+)/.exec(colored) ?? [];
  t.same(decodeImage(Buffer.from(other ?? "", "base64")).toArray(), [
    [
      [0, 0, 4],
      [0, 0, 4],
    ],
    [
      [0, 0, 4],
      [0, 0, 4],
    ],
  ]);
  t.match(bundle["text/html"], /<label [^>]*>▶ play<\/label>.*frame 2<\/label>.*<b>a &lt; b<\/b>/s);
  t.equal(bundle["text/plain"], "a < b: animation of 3 frames of 2 × 2");
  t.match(animation(np.zeros([400, 2, 2, 3])).bundle["text/plain"], /one of every 3 frames/);
  t.throws(() => animation(np.zeros([2, 2])), /not shape \(2, 2\)/);
  t.throws(() => animation(np.zeros([2, 2, 2]), { fps: 0 }), /fps is 0/);
});

t.test("two images with a slider", async (t) => {
  const { bundle } = compare(np.zeros([4, 4]), np.ones([4, 4]), { titles: ["<i>", "b"] });
  t.match(bundle["text/html"], /<input type="range"/);
  t.notMatch(bundle["text/html"], /<i>/);
  t.throws(() => compare(np.zeros([4, 4]), np.zeros([4, 5])), /shapes \(4, 4\) and \(4, 5\)/);
});
