// What the report says after a run: times, memory beside the machine's, threads, and the calls of native functions.
import t from "tap";
import { compile, np } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";

const source = `%%parallel
function f(a, m) {
  const product = matmul(m, m);
  const sorted = sort(a);
  const order = argsort(a);
  const b = sin(a) * 2 + sorted;
  const counts = zeros(a.length);
  for (const i of prange(a.length)) counts[i] = sort(b[":3"])[0];
  return [product, order, b, counts];
}`;

function functionOf(text: string): NonNullable<ReturnType<typeof compile>[string]> {
  const { f } = compile(text, { log: () => {} });
  if (f === undefined) throw new Error("There is no function f");
  return f;
}

t.test("before a run nothing is known of times and memory", async (t) => {
  const f = functionOf(source);
  f(np.zeros([0]), np.zeros([0, 0]));
  const report = f.parallelDiagnostics({ format: "json" });
  t.equal(report.machineGigabytesPerSecond, null);
  t.ok(report.loops.every(({ run }) => run === null || run.gigabytesPerSecond === null));
});

t.test("after runs", async (t) => {
  const f = functionOf(source);
  for (let k = 0; k < 2; k++) f(np.random.rand(100_000), np.random.rand(60, 60));
  const report = f.parallelDiagnostics({ format: "json" });
  const blas = loadNative().blas() ?? "Weft";
  t.match(report.calls, [
    { line: 3, expression: "matmul(m, m)", kind: "matrix product", library: blas, run: { calls: 2 } },
    { line: 4, expression: "sort(a)", kind: "sort", library: "Weft", run: { calls: 2 } },
    { line: 5, expression: "argsort(a)", kind: "argsort", library: "Weft", run: { calls: 2 } },
  ]);
  t.equal(report.calls.length, 3, "a call inside of a parallel loop is a part of that loop");
  for (const { run } of report.calls) t.ok((run?.milliseconds ?? 0) > 0);
  const machine = loadNative().memoryBandwidth();
  t.equal(report.machineGigabytesPerSecond, machine);
  t.ok((machine ?? 0) > 0.1 && (machine ?? 0) < 10_000, `${machine} GB/s`);
  const text = f.parallelDiagnostics({ format: "text" }).toString();
  t.match(text, /elementwise \+ over .* GB\/s \(\d+% of the memory's \d+\.\d\)/);
  t.match(text, /^sort\(a\) \(line 4\): sort by Weft; 2 calls, \d+\.\d+ ms$/m);
});
