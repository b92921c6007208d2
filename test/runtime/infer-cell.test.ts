import t from "tap";
import { CellInference, type InferredType } from "../../runtime/infer-cell.js";

const shown = (types: ReadonlyMap<string, InferredType>): Record<string, string> =>
  Object.fromEntries(
    [...types].map(([name, { dtype, shape }]) => [
      name,
      shape === undefined ? dtype : `${dtype}[${shape.map((extent) => extent ?? "?").join(", ")}]`,
    ]),
  );

t.test("names of a cell have their dtypes and shapes before it runs", async (t) => {
  const inference = new CellInference();
  t.same(
    shown(
      inference.infer("const a = zeros([3, 4]); const b = a ** 2 + 1; let s = sum(b); const m = b.sum(0);"),
    ),
    {
      a: "float64[3, 4]",
      b: "float64[3, 4]",
      s: "float64",
      m: "float64[4]",
    },
  );
  t.same(shown(inference.infer("const n = 10; const x = linspace(0, 1, n); const big = x > 0.5; x[big]")), {
    n: "int64",
    x: "float64[10]",
    big: "bool[10]",
  });
});

t.test("over the variables and the functions of the session", async (t) => {
  const inference = new CellInference();
  inference.note([{ name: "g", type: "NDArray", dtype: "float32", shape: [5, 6] }], undefined);
  inference.note(
    [
      { name: "n", type: "number" },
      { name: "text", type: "string" },
    ],
    undefined,
  );
  inference.note([{ name: "half", type: "function" }], "%%parallel\nfunction half(x) { return x / 2; }");
  t.same(shown(inference.infer("const h = half(g).T; const z = zeros([n]); const [rows] = g.shape;")), {
    h: "float32[6, 5]",
    z: "float64[?]",
    rows: "int64",
  });
  inference.note([{ name: "half", type: "function" }], undefined);
  t.same(shown(inference.infer("const h = half(g);")), {}, "an ordinary function has taken its place");
  inference.clear();
  t.same(shown(inference.infer("const h = g + 1;")), {});
});

t.test("what is wrong or not finished is left out", async (t) => {
  const inference = new CellInference();
  inference.note([{ name: "text", type: "string" }], undefined);
  t.same(
    shown(
      inference.infer(
        "%%parallel\nconst a = arange(4);\nconst b = text + 1;\nconst c = a * 2;\nconst d = c[1:2];\nc.",
      ),
    ),
    { a: "int64[4]", c: "int64[4]" },
  );
  t.same(
    shown(inference.infer("function f(x) { return x.nothing; }\nconst a = f(zeros(3));\nconst b = ones(3);")),
    {
      b: "float64[3]",
    },
  );
  t.same(shown(inference.infer("const = ) }")), {});
});
