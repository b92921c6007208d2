import { join } from "node:path";
import t from "tap";
import { examineNode, examineSpec } from "../../kernel/doctor.js";

t.test("a Node.js that is too old is told what to do", async (t) => {
  t.match(examineNode("20.19.0"), { isFine: true });
  t.match(examineNode("24.1.0"), { isFine: true });
  for (const version of ["20.18.3", "18.20.0"]) {
    t.match(examineNode(version), { isFine: false, text: /20\.19 or later is needed/ }, version);
  }
});

t.test("a registration is checked for the programs that it names", async (t) => {
  const spec = (argv: readonly string[]) => JSON.stringify({ argv });
  const folder = t.testdir({
    "fine.json": spec([process.execPath, process.execPath, "{connection_file}"]),
    "moved.json": spec([process.execPath, "/nowhere/main.js", "{connection_file}"]),
    "torn.json": "{",
  });
  t.match(examineSpec(join(folder, "fine.json")), { isFine: true });
  t.match(examineSpec(join(folder, "moved.json")), {
    isFine: false,
    text: /\/nowhere\/main\.js.*run weft install again/,
  });
  t.match(examineSpec(join(folder, "torn.json")), { isFine: false, text: /can't be read/ });
  t.match(examineSpec(join(folder, "none.json")), { isFine: false, text: /there is none/ });
});
