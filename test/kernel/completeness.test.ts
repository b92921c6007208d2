import t from "tap";
import { checkCompleteness } from "../../kernel/transpile/completeness.js";

const cases: readonly (readonly [source: string, status: string, indent?: string])[] = [
  ["1 + 1", "complete"],
  ["await f()", "complete"],
  ["", "complete"],
  ["for (const a of b) {", "incomplete", "  "],
  ["function f() {\n  if (x) {", "incomplete", "    "],
  ["(1 +", "incomplete", "  "],
  ["const s = `abc", "incomplete", ""],
  ["/* comment", "incomplete", ""],
  ["const a =", "incomplete", ""],
  ["function ( {", "invalid"],
  ["const const = 3 )", "invalid"],
  ["%%parallel\nfunction f(x) {\n  return x;\n}", "incomplete", ""],
  ["%%parallel\nfunction f(x) {\n  return x;\n}\n", "complete"],
];

for (const [source, status, indent = ""] of cases) {
  t.test(JSON.stringify(source), async (t) => {
    t.match(checkCompleteness(source), { status, indent });
  });
}
