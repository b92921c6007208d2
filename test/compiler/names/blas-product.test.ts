// The matrix product through OpenBLAS, where one is installed.
import process from "node:process";
import t from "tap";
import { loadNative } from "../../../runtime/native.js";
import { checkProducts } from "./matrix-products.js";

process.env["WEFT_BLAS"] ??= "auto";
const library = loadNative().blas();

t.test("products through OpenBLAS", { skip: library === null && "OpenBLAS is not installed" }, async (t) => {
  t.match(library, /OpenBLAS/);
  checkProducts(t);
});
t.ok(library === null || library.length > 0, "a library describes itself");
