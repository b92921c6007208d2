import t from "tap";
import { NDArray } from "../../runtime/ndarray.js";
import { parseType } from "../../runtime/parse-type.js";
import { signatureKey, typeText } from "../../runtime/signature-key.js";

t.test("types are read as signatures write them", async (t) => {
  for (const text of [
    "number",
    "boolean",
    "int64",
    "float32[::1]",
    "float64[:, ::1]",
    "uint8[:, :, :]",
    "int8[]",
  ]) {
    t.equal(typeText(parseType(text)), text);
  }
  t.equal(typeText(parseType(" float64[ : , ::1 ] ")), "float64[:, ::1]");
  t.equal(typeText(parseType("int")), "int64");
});

t.test("an example value stands for its type", async (t) => {
  const types = [2, 3n, new Int16Array(2), new NDArray("float64", new Float64Array(4), [2, 2])].map(
    parseType,
  );
  t.equal(signatureKey(types), "(number, int64, int16[::1], float64[:, ::1])");
});

t.test("an unreadable type is refused with examples", async (t) => {
  for (const text of ["float128", "float64[::1, :]", "float64[", "double[:]"]) {
    t.throws(() => parseType(text), { name: "TypeError", message: /float64\[:, ::1\]/ });
  }
});
