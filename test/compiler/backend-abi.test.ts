import { readFileSync } from "node:fs";
import t from "tap";
import { argumentLayouts, RUNTIME_FUNCTIONS, resultLayouts, STATUS } from "../../compiler/backend/abi.js";
import type { ValueType } from "../../compiler/ir/types.js";
import { kernel } from "./loop-builder.js";

const header = readFileSync(new URL("../../../runtime/src/kernel_abi.h", import.meta.url), "utf8");
const code = header.replaceAll(/\/\/.*$/gm, "");

/** The LLVM type of a C type of the header. */
function llvmType(c: string): string {
  if (c.includes("*") || c.startsWith("weft_body")) return "ptr";
  if (c.startsWith("int64_t")) return "i64";
  if (c.startsWith("int32_t")) return "i32";
  return c;
}

t.test("status codes are those of the header", async (t) => {
  const body = /enum weft_status \{([^}]*)\}/.exec(code)?.[1] ?? "";
  const codes = body.split(",").map((row) => row.trim().split(" = "));
  t.same(
    codes.map(([name, value]) => [name, Number(value)]),
    Object.entries(STATUS).map(([name, value]) => [`WEFT_${name}`, value]),
  );
});

t.test("functions of the runtime have the header's signatures", async (t) => {
  const declarations = [...code.matchAll(/^(\w+\*?)\s+(weft_\w+)\(([^)]*)\);/gm)];
  t.equal(declarations.length, Object.keys(RUNTIME_FUNCTIONS).length);
  for (const [, result = "", name = "", parameters = ""] of declarations) {
    const mirrored = Object.entries(RUNTIME_FUNCTIONS).find(([key]) => key === name)?.[1];
    t.same(
      mirrored && [mirrored.result.split(" ").at(-1), ...mirrored.parameters],
      [result, ...parameters.split(",").map((each) => each.trim().replace(/^const /, ""))].map(llvmType),
      name,
    );
  }
});

t.test("slots of arguments and results", async (t) => {
  const k = kernel("layout");
  const types: readonly ValueType[] = [
    { kind: "scalar", dtype: "int8" },
    k.tables.typeOf(k.array("a", 2)),
    { kind: "scalar", dtype: "complex64" },
    { kind: "scalar", dtype: "bool" },
  ];
  const offsets = (layouts: ReturnType<typeof argumentLayouts>) => [
    ...layouts.entries.map((entry) => entry.offset),
    layouts.count,
  ];
  t.same(offsets(argumentLayouts(types)), [0, 1, 6, 8, 9]);
  t.same(offsets(resultLayouts(types)), [0, 1, 7, 9, 10]);
});
