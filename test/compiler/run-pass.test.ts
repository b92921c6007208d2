// Whoever runs passes can have what each of them made verified: the tests do.
import { env } from "node:process";
import t from "tap";
import type { LoopProgram } from "../../compiler/ir/program.js";
import type { Pass, PassContext } from "../../compiler/pass.js";
import { runPass } from "../../compiler/pass.js";
import { readVerify } from "../../runtime/runtime-settings.js";
import { optimizeSource } from "./optimize-source.js";

const { loops } = optimizeSource("function f(a) { return a + 1; }", ["float64[::1]"]);
const context: PassContext = { tables: loops.tables, remark: () => {} };
/** Loses the constants that the program uses. */
const careless: Pass<LoopProgram> = {
  name: "careless",
  run: (program) => ({ ...program, body: program.body.filter(({ kind }) => kind !== "const") }),
};

t.test("a pass that makes an invalid program is named", async (t) => {
  const run = (verify: boolean): LoopProgram => runPass(careless, loops, context, { verify, dump: null }, []);
  t.throws(() => run(true), {
    name: "InternalError",
    message: /^The pass careless made an invalid program:/,
  });
  t.doesNotThrow(() => run(false));
});

t.test("WEFT_VERIFY asks for it", async (t) => {
  const before = env["WEFT_VERIFY"];
  t.teardown(() => {
    if (before === undefined) delete env["WEFT_VERIFY"];
    else env["WEFT_VERIFY"] = before;
  });
  env["WEFT_VERIFY"] = "1";
  t.equal(readVerify(), true);
  delete env["WEFT_VERIFY"];
  t.equal(readVerify(), false);
});
