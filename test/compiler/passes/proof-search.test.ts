import t from "tap";
import type { ValueId } from "../../../compiler/ir/ids.js";
import { addForms, linearForm, shiftForm } from "../../../compiler/passes/linear-form.js";
import { decide, isProven } from "../../../compiler/passes/proof-search.js";
import type { Facts } from "../../../compiler/passes/range-facts.js";
import { conditionFacts, factContext } from "../../../compiler/passes/range-facts.js";
import type { Kernel } from "../loop-builder.js";
import { kernel } from "../loop-builder.js";

/** Whether 0 <= index < extent follows from the conditions. */
function isInside(k: Kernel, index: ValueId, extent: ValueId, conditions: readonly ValueId[]): boolean {
  const context = factContext(k.program([]));
  const facts: Facts = conditions.flatMap((condition) => conditionFacts(condition, true, context));
  const form = linearForm(index, context.definitions);
  const room = shiftForm(addForms(linearForm(extent, context.definitions), form, -1), -1);
  return isProven(form, facts, context) && isProven(room, facts, context);
}

t.test("an index that a guard keeps inside", async (t) => {
  const k = kernel("guard");
  const [n, i] = [k.extent(k.array("a", 1)), k.scalar("i", "int64")];
  const one = k.constant(1);
  const low = k.compare("ge", i, one);
  const high = k.compare("lt", i, n);
  t.ok(isInside(k, k.binary("sub", i, one), n, [low, high]));
  t.notOk(isInside(k, k.binary("add", i, one), n, [low, high]));
  t.notOk(isInside(k, k.binary("sub", i, one), n, [high]));
});

t.test("remainders, minima and both ends of a selection", async (t) => {
  const k = kernel("made");
  const [n, m] = [k.extent(k.array("a", 1)), k.extent(k.array("b", 1))];
  const i = k.scalar("i", "int64");
  const positive = k.compare("ge", i, k.constant(0));
  t.ok(isInside(k, k.binary("rem", m, n), n, []));
  t.notOk(isInside(k, k.binary("rem", i, n), n, []));
  t.ok(
    isInside(k, k.binary("min", i, k.binary("sub", n, k.constant(1))), n, [
      positive,
      k.compare("gt", n, k.constant(0)),
    ]),
  );
  const flag = k.scalar("flag", "bool");
  const half = k.select(flag, k.constant(0), k.constant(3));
  t.ok(isInside(k, half, k.constant(4), []));
  t.notOk(isInside(k, half, k.constant(3), []));
});

t.test("the range of a narrow dtype", async (t) => {
  const k = kernel("narrow");
  const byte = k.cast(k.scalar("byte", "uint8"), "int64");
  t.ok(isInside(k, byte, k.constant(256), []));
  t.notOk(isInside(k, byte, k.constant(255), []));
  t.notOk(isInside(k, k.cast(k.scalar("signed", "int8"), "int64"), k.constant(256), []));
});

t.test("conditions are decided both ways, or not", async (t) => {
  const k = kernel("decide");
  const n = k.extent(k.array("a", 1));
  const i = k.scalar("i", "int64");
  const below = k.compare("lt", i, n);
  const atMost = k.compare("le", i, n);
  const above = k.compare("gt", i, n);
  const both = k.binary("and", atMost, below);
  const other = k.compare("eq", i, k.constant(3));
  const context = factContext(k.program([]));
  const facts = conditionFacts(below, true, context);
  t.equal(decide(atMost, facts, context), true);
  t.equal(decide(above, facts, context), false);
  t.equal(decide(both, facts, context), true);
  t.equal(decide(other, facts, context), null);
});
