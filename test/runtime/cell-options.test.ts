import t from "tap";
import { DEFAULT_OPTIONS, parseCellOptions } from "../../runtime/cell-options.js";

const parse = (text: string) => parseCellOptions({ name: "cell", text, firstLine: 1 });

t.test("options of the first line", async (t) => {
  t.same(parse("%%parallel\nx"), DEFAULT_OPTIONS);
  t.same(parse("const x = 1;"), DEFAULT_OPTIONS);
  t.same(
    parse(
      "%%parallel --diagnostics=3 --threads=2 --fastmath --no-bounds --no-fuse --progress --time --dump=all\nx",
    ),
    {
      diagnostics: 3,
      threads: 2,
      fastMath: true,
      bounds: false,
      fuse: false,
      progress: true,
      time: true,
      dump: "all",
    },
  );
  t.equal(parse("%%parallel --diagnostics\nx").diagnostics, 1);
});

t.test("an unknown option is an error that lists them and points at it", async (t) => {
  const message = /no option --fast.*--fastmath.*--dump=STAGE[\s\S]*:1:21\n[\s\S]*\^{6}/;
  t.throws(() => parse("%%parallel --threads=2 --fast\nx"), { name: "ParallelSyntaxError" });
  t.throws(() => parse("%%parallel --time   --fast\nx"), { message });
});

t.test("wrong values are errors", async (t) => {
  for (const option of [
    "--diagnostics=5",
    "--threads=0",
    "--threads",
    "--threads=two",
    "--dump",
    "--time=1",
  ]) {
    t.throws(() => parse(`%%parallel ${option}\nx`), { name: "ParallelSyntaxError" }, option);
  }
});
