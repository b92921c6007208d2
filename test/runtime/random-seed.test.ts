import t from "tap";
import { compile } from "../../runtime/library.js";
import { np } from "../../runtime/np.js";

const { draw, double } = compile(`
  function draw(n) { return random.normal(0, 1, n); }
  function double(x) { return 2 * x; }
`);

t.test("the report says which seed random numbers come from", async (t) => {
  if (draw === undefined || double === undefined) throw new Error("The functions are missing");
  np.random.seed();
  draw(3);
  const system = draw.parallelDiagnostics({ format: "json" }).random;
  t.match(system, { seed: /^\d+$/, isChosen: false });
  t.match(String(draw.parallelDiagnostics()), `random.seed(${system?.seed}) repeats them.`);
  const seed = Number(system?.seed);
  t.ok(Number.isSafeInteger(seed), "a number that can be set again");

  np.random.seed(seed);
  const first = draw(3);
  np.random.seed(seed);
  t.same(draw(3), first);
  t.same(draw.parallelDiagnostics({ format: "json" }).random, { seed: String(seed), isChosen: true });
  const shown = "Random numbers come from the seed -42, set by random.seed.";
  np.random.seed(-42);
  const report = draw.parallelDiagnostics();
  t.match(String(report), shown);
  const bundle: unknown = Reflect.apply(Reflect.get(report, Symbol.for("Jupyter.display")), report, []);
  t.match(bundle, { "text/html": new RegExp(shown) });

  double(np.zeros(3));
  t.equal(double.parallelDiagnostics({ format: "json" }).random, null);
  t.notMatch(String(double.parallelDiagnostics()), "Random numbers");
});

t.test("without a seed, np.random repeats what came after the system's", async (t) => {
  np.random.seed();
  const first = np.random.rand(4);
  np.random.seed();
  t.notSame(np.random.rand(4), first);
});
