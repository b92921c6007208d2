// A pass of a package, among those of the compiler.
import t from "tap";
import { compile, NDArray, np, registerPass } from "../../runtime/library.js";
import { exactLog1p } from "./extension/exact-log1p.js";

const source = "function f(x) { const t = 1 + x; return log(t) * 2; }";
const list = (result: unknown): unknown => result instanceof NDArray && result.toArray();

t.test("a registered pass runs in later compilations, after the pass that it names", async (t) => {
  const before = compile(source)["f"];
  const x = np.full(3, 1e-17);
  t.same(list(before?.(x)), [0, 0, 0]);
  registerPass(exactLog1p);
  t.same(list(before?.(x)), [0, 0, 0], "what was compiled before stays");
  const after = compile(source)["f"];
  // 2 * numpy.log1p(1e-17)
  t.same(list(after?.(x)), [2e-17, 2e-17, 2e-17]);
  const report = after?.parallelDiagnostics({ format: "json" });
  t.match(report?.warnings, [{ line: 1, message: "log(1 + x) is computed as log1p(x)." }]);
  t.equal(report?.regions.length, 1);
});

t.test("names and places are checked", async (t) => {
  t.throws(() => registerPass(exactLog1p), /^There is a pass exact-log1p already/);
  t.throws(
    () => registerPass({ name: "mine", stage: "array", after: "fuse-parfors", run: (program) => program }),
    /^There is no pass fuse-parfors of the stage array to follow; there are forward-variables/,
  );
});

t.test("a pass that fails or makes an invalid program is named", async (t) => {
  let fault: "throws" | "loses constants" | null = "throws";
  registerPass({
    name: "careless",
    stage: "loop",
    after: "form-parfors",
    run: (program) => {
      if (fault === "throws") throw new Error("no such luck");
      if (fault === null) return program;
      return { ...program, body: program.body.filter(({ kind }) => kind !== "const") };
    },
  });
  const run = (): unknown => compile(source)["f"]?.(np.ones(2));
  t.throws(run, { name: "PassError", message: /^The registered pass careless failed: no such luck$/ });
  fault = "loses constants";
  t.throws(run, { name: "PassError", message: /^The registered pass careless made an invalid program:/ });
  fault = null;
  t.doesNotThrow(run);
});
