// Each mistake a user makes gives an error that says what and where, and the session goes on with all its variables.
import t from "tap";
import { resultText, testKernel, traceback } from "./kernel-client.js";

interface Mistake {
  readonly what: string;
  readonly code: string;
  readonly name: string;
  /** In the text of the error. */
  readonly says: readonly (string | RegExp)[];
  /** The line of the code frame that is marked. */
  readonly line: string;
}

const MISTAKES: readonly Mistake[] = [
  {
    what: "a syntax error in an ordinary cell",
    code: "const a = 1;\nconst b = (a + ;",
    name: "SyntaxError",
    says: ["Expression expected"],
    line: "> 2 | const b = (a + ;",
  },
  {
    what: "a syntax error in a parallel cell",
    code: "%%parallel\nfunction f(x) {\n  return x +* 2;\n}",
    name: "ParallelSyntaxError",
    says: ["Expression expected"],
    line: "> 3 |   return x +* 2;",
  },
  {
    what: "a construct outside of the language",
    code: "%%parallel\nfunction f(x) {\n  try { return x; } catch { return 0; }\n}",
    name: "ParallelSyntaxError",
    says: ["`try` is not part of the parallel language"],
    line: "> 3 |   try { return x; } catch { return 0; }",
  },
  {
    what: "a type error in a parallel cell",
    code: "%%parallel\nlet s = 0;\ns = kept + 1;",
    name: "ParallelTypeError",
    says: ["a variable has one type", "1-D float64 array"],
    line: "> 3 | s = kept + 1;",
  },
  {
    what: "an unknown name in a parallel cell",
    code: "%%parallel\nconst c = sinn(kept);",
    name: "ParallelTypeError",
    says: ["sinn is not defined", "did you mean sin"],
    line: "> 2 | const c = sinn(kept);",
  },
  {
    what: "an unknown name in an ordinary cell",
    code: "const q = 1;\nconsole.log(q + missing);",
    name: "ReferenceError",
    says: ["missing is not defined"],
    line: "> 2 | console.log(q + missing);",
  },
  {
    what: "shapes that do not broadcast",
    code: "%%parallel\nkept + zeros(4)",
    name: "RangeError",
    says: [/\(3,?\)/, /\(4,?\)/, "broadcast"],
    line: "> 2 | kept + zeros(4)",
  },
  {
    what: "an index out of bounds",
    code: "%%parallel\nlet at = 5;\nkept[at] = 1;",
    name: "RangeError",
    says: ["5", "out of bounds", "axis 0", "length 3"],
    line: "> 3 | kept[at] = 1;",
  },
  {
    what: "a missing file",
    code: 'const picture = readImage("no-such-picture.png");',
    name: "Error",
    says: ["no-such-picture.png"],
    line: '> 1 | const picture = readImage("no-such-picture.png");',
  },
];

t.test("mistakes are named, and end nothing", async (t) => {
  const client = await testKernel(t);
  await client.execute("const kept = np.array([1, 2, 3]);\nlet counter = 0;");
  for (const [index, { what, code, name, says, line }] of MISTAKES.entries()) {
    const answer = await client.execute(code);
    t.equal(answer.reply["status"], "error", what);
    t.equal(answer.reply["ename"], name, `${what}: its class`);
    const text = [String(answer.reply["evalue"]), ...traceback(answer)].join("\n");
    for (const part of says) t.match(text, part, `${what}: says ${part}`);
    t.notMatch(text, /node_modules|dist\//, `${what}: nothing of the kernel's own code`);
    t.ok(text.includes(line), `${what}: marks the line ${line} in ${text}`);
    const after = await client.execute("counter += 1;\n`${counter} ${kept.toArray()}`");
    t.equal(resultText(after), `'${index + 1} 1,2,3'`, `${what}: the session goes on`);
  }
});
