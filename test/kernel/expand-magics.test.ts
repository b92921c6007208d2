import t from "tap";
import { expandMagics } from "../../kernel/magics/expand-magics.js";
import { MagicError } from "../../kernel/magics/magic.js";
import { formatDuration } from "../../kernel/magics/time.js";

const script = (source: string): string => {
  const expanded = expandMagics(source);
  if (expanded.kind !== "script") throw new Error(`${source} is a ${expanded.kind} cell`);
  return expanded.source;
};

t.test("cell magics", async (t) => {
  t.match(expandMagics("%%parallel --time\nconst a = 1;"), { kind: "parallel" });
  t.match(expandMagics("\n  %%parallel\nconst a = 1;"), { kind: "parallel" });
  t.same(expandMagics("%%time\nf();\n"), { kind: "script", isTimed: true, source: "\nf();\n" });
  t.same(expandMagics("f();"), { kind: "script", isTimed: false, source: "f();" });
  t.throws(
    () => expandMagics("%%paralel\n1"),
    new MagicError("'%%paralel' is no magic of a cell; there are %%parallel, %%time"),
  );
});

t.test("line magics stay on their line", async (t) => {
  t.equal(script("a;\n%parallel_diagnostics f 3\nb;"), 'a;\n__cell.parallelDiagnostics("f", 3);\nb;');
  t.equal(script("%parallel_diagnostics f"), '__cell.parallelDiagnostics("f", 1);');
  t.equal(script("%time f(1);"), "await __cell.time(async () => (f(1)));");
  t.equal(script("%timeit f(1)"), "__cell.timeit(() => (f(1)));");
});

t.test("a remainder at the start of a line is no magic", async (t) => {
  const source = "const r = a\n% b;\nconst q = a\n%b;";
  t.equal(script(source), source);
});

t.test("wrong usage is explained", async (t) => {
  t.throws(() => script("%nonsense"), /'%nonsense' is no magic; there are %parallel_diagnostics NAME/);
  t.throws(() => script("%parallel_diagnostics"), /Usage: %parallel_diagnostics NAME \[LEVEL\]/);
  t.throws(() => script("%parallel_diagnostics f 7"), /LEVEL is 1 to 4/);
  t.throws(() => script("%time"), /%time needs an expression/);
});

t.test("durations have a fitting unit", async (t) => {
  t.same([83_000, 1534, 12.123, 0.00302, 2.5e-5].map(formatDuration), [
    "1 min 23.0 s",
    "1.53 s",
    "12.1 ms",
    "3.02 µs",
    "25.0 ns",
  ]);
});
