import t from "tap";
import { blankMagics } from "../../kernel/magics/blank-magics.js";
import { completeMagic } from "../../kernel/magics/complete-magic.js";
import { expandMagics } from "../../kernel/magics/expand-magics.js";
import { MagicError } from "../../kernel/magics/magic.js";
import { magicHelp } from "../../kernel/magics/magic-help.js";
import { lineStarts } from "../../kernel/magics/magic-lines.js";
import { MAGICS } from "../../kernel/magics/magic-table.js";
import { formatDuration } from "../../kernel/magics/time.js";
import { DEFAULT_SETTINGS } from "../../kernel/settings.js";

const expand = (source: string) => expandMagics(source, DEFAULT_SETTINGS);

const script = (source: string): string => {
  const expanded = expand(source);
  if (expanded.kind !== "script") throw new Error(`${source} is a ${expanded.kind} cell`);
  return expanded.source;
};

t.test("cell magics", async (t) => {
  t.match(expand("%%parallel --time\nconst a = 1;"), { kind: "parallel" });
  t.match(expand("\n  %%parallel\nconst a = 1;"), { kind: "parallel" });
  t.match(expand("%%time\nf();\n"), { kind: "script", isTimed: true, source: "\nf();\n" });
  t.match(expand("f();"), { kind: "script", isTimed: false, source: "f();" });
  t.equal(script("\n%%timeit\nf();\ng();"), "\n__cell.timeit(() => {\nf();\ng();\n});");
  t.equal(script("%%timeit\nawait f();"), "await __cell.timeitAwaiting(async () => {\nawait f();\n});");
  t.equal(script("%%writefile -a 'a b.txt'\n%who\n"), '__cell.writeFile("a b.txt", "%who\\n", true);');
  t.equal(script("%%bash\necho 1\necho 2"), 'await __cell.shell("echo 1\\necho 2", true);');
  t.match(expand("%check\n%who"), { kind: "check", isParallel: false, source: '\n__cell.who("");' });
  t.match(expand("%check\n%%parallel\nzeros(3)"), { kind: "check", isParallel: true });
  t.throws(
    () => expand("%%paralel\n1"),
    new MagicError("There is no magic %%paralel: did you mean %%parallel? %lsmagic lists all"),
  );
});

t.test("line magics stay on their line", async (t) => {
  t.equal(script("a;\n%parallel_diagnostics f 3\nb;"), 'a;\n__cell.parallelDiagnostics("f", 3);\nb;');
  t.equal(script("%parallel_diagnostics f"), '__cell.parallelDiagnostics("f", 1);');
  t.equal(script("%time f(1);"), "await __cell.time(async () => (f(1)));");
  t.equal(script("%timeit f(1)"), "__cell.timeit(() => (f(1)));");
  t.equal(script("%timeit await f(1)"), "await __cell.timeitAwaiting(async () => (await f(1)));");
  t.equal(script("if (a) {\n  !ls -l 'a b'\n}"), `if (a) {\nawait __cell.shell("ls -l 'a b'", false);\n}`);
  t.equal(script("%env A=b c"), '__cell.environment("A", "b c");');
  t.equal(script("%cd 'a b'"), '__cell.changeDirectory("a b");');
  t.equal(script("%run ./a.ts;"), 'await __cell.runFile("./a.ts");');
});

t.test("what begins a line need not be a magic", async (t) => {
  for (const source of [
    "const r = a\n% b;\nconst q = a\n%b;",
    "const a = b &&\n  !c;",
    "f(\n!a,\n!b)",
    "const text = `\n%time f()\n!ls ${`${ {a: 1}.a }\n!x`}\n%who`;",
    "/*\n%who\n!ls\n*/",
    "!(function () {})();",
  ]) {
    t.equal(script(source), source);
  }
});

t.test("how lines begin", async (t) => {
  const starts = (source: string): string =>
    lineStarts(source, () => false)
      .map((start) => start[0])
      .join("");
  t.equal(starts("a\n/* \n*/ b\n+\nc"), "sstse");
  t.equal(starts("a = /`/;\nb = '`';\nc / d / e\nf"), "ssss");
  t.equal(starts("a = `${ '}' }\n`;\nb = // `\nc"), "stse");
});

t.test("wrong usage is explained", async (t) => {
  t.throws(() => script("%nonsense"), /There is no magic %nonsense: %lsmagic lists all there are/);
  t.throws(() => script("%tiemit f()"), /did you mean %timeit\?/);
  t.throws(() => script("%parallel"), /did you mean %%parallel\?/);
  t.throws(() => script("1;\n%check"), /There is no magic|has to begin/);
  t.throws(() => script("%parallel_diagnostics"), /Usage: %parallel_diagnostics NAME \[LEVEL\]/);
  t.throws(() => script("%parallel_diagnostics f 7"), /LEVEL is 1 to 4/);
  t.throws(() => script("%time"), /%time needs an expression/);
  t.throws(() => script("1;\n%run"), { message: /%run needs the name of a file/, line: 2 });
  t.throws(() => script("%config colour=blue"), /NAME is typecheck, output_limit, spare_session/);
  t.throws(
    () => script("%config output_limit=none"),
    /output_limit is a number of megabytes above 0, not 'none'/,
  );
});

t.test("settings", async (t) => {
  t.match(expand("%config output_limit=2.5\n%typecheck strict"), {
    changes: { outputLimit: 2.5, typecheck: "strict" },
  });
  t.match(script("%config"), /typecheck=warn.*output_limit=128.*spare_session=on/s);
});

t.test("blanks leave expressions and positions", async (t) => {
  t.equal(blankMagics("%time f()\n!ls\na;"), "      f()\n   \na;");
  t.equal(blankMagics("%%bash\nls\n"), "      \n  \n");
  t.equal(blankMagics("\n%%time\n%who\nb"), "\n      \n    \nb");
});

t.test("completion of magics", async (t) => {
  const texts = (code: string) => completeMagic(code, code.length, "/")?.items.map(({ text }) => text);
  t.same(texts("%ti"), ["%time", "%timeit"]);
  t.same(texts("%%ti"), ["%%time", "%%timeit"]);
  t.same(texts("a;\n%%ti"), []);
  t.same(texts("a;\n  %wh"), ["%who", "%whos"]);
  t.same(texts("%typecheck s"), ["strict"]);
  t.same(texts("%config o"), ["output_limit="]);
  t.same(texts("%%parallel --no"), ["--no-bounds", "--no-fuse"]);
  t.same(texts("%cd /us"), ["/usr/"]);
  t.same(texts("%cd us"), ["usr/"]);
  t.equal(texts("%time f"), undefined, "an expression is the language service's");
  t.match(completeMagic("%typecheck st", 13, "/"), { start: 11, end: 13 });
});

t.test("each magic has help", async (t) => {
  for (const { name, usage, summary } of MAGICS) {
    const help = magicHelp(name, name.length) ?? "";
    t.ok(help.startsWith(`${usage}\n\n${summary}`), name);
    t.match(summary, /\.$/);
  }
  t.match(magicHelp("a;\n  %timeit f()", 8), /%timeit EXPRESSION/);
  t.equal(magicHelp("a % b", 3), undefined);
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
