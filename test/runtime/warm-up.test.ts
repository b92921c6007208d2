import t from "tap";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";

t.test("what warms the compiler up compiles, and leaves no trace in the session", async (t) => {
  const variables = new Map<string, unknown>([["warm", 3]]);
  const lines: string[] = [];
  const session = new ParallelSession({ scope: mapScope(variables), log: (line) => lines.push(line) });
  const steps = session.warmUpSteps();
  t.ok(steps.length > 4);
  for (const step of steps) t.doesNotThrow(step);
  t.same([...variables], [["warm", 3]]);
  t.same(lines, []);
  t.throws(() => session.roofline(), /No parallel loop has run/);
});
