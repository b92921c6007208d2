import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { arrayEqual } from "../../runtime/array-equal.js";
import { decodeLz4Frame } from "../../runtime/io/tables/lz4-frame.js";
import { decodeArrow, readArrow } from "../../runtime/io/tables/read-arrow.js";
import { decodeParquet, readParquet } from "../../runtime/io/tables/read-parquet.js";
import type { Column, Table, TableInput } from "../../runtime/io/tables/table.js";
import { encodeArrow } from "../../runtime/io/tables/write-arrow.js";
import { encodeParquet } from "../../runtime/io/tables/write-parquet.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { KINDS, WRITTEN } from "./table-samples.js";

const { NaN: nan } = Number;
const tables = new URL("../../../test/runtime/fixtures/tables/", import.meta.url);
const file = (name: string): URL => new URL(name, tables);
const columns = Object.keys(KINDS);

function same(t: Tap, found: Column | undefined, wanted: Column | undefined, message: string): void {
  if (wanted instanceof NDArray) {
    t.ok(found instanceof NDArray && arrayEqual(found, wanted), `${message}: ${String(found)}`);
  } else {
    t.same(found, wanted, message);
  }
}
type Tap = Pick<typeof t, "ok" | "same">;

function sameTable(t: Tap, found: Table, wanted: Table, message: string): void {
  t.same(Object.keys(found), Object.keys(wanted), `${message}: names`);
  for (const [name, column] of Object.entries(wanted)) same(t, found[name], column, `${message}: ${name}`);
}

t.test("tables of pyarrow are read", async (t) => {
  sameTable(t, await readArrow(file("kinds.arrow"), { columns }), KINDS, "Arrow");
  sameTable(t, await readParquet(file("kinds.parquet"), { columns }), KINDS, "Parquet");
  const { decimal } = await readParquet(file("kinds.parquet"), { columns: ["decimal"] });
  same(t, decimal, np.array([1.25, nan, -3.5]), "decimals");
  const twice = await readArrow(file("twice.arrows"), { columns: ["text", "int8"] });
  sameTable(
    t,
    twice,
    { text: ["a", null, "ü€", "a", null, "ü€"], int8: np.array([1, -2, 3, 1, -2, 3], "int8") },
    "a stream of two batches",
  );
});

t.test("compressed files, in blocks and row groups", async (t) => {
  const places = np.arange(20_000);
  const wanted = {
    step: np.floorDivide(places, 1000).astype("int64"),
    slope: np.divide(np.floorDivide(places, 50), 8),
    name: Array.from({ length: 20_000 }, (_, i) => `n${Math.floor(i / 500)}`),
    gaps: np.array(Array.from({ length: 20_000 }, (_, i) => (i % 1000 === 0 ? nan : Math.floor(i / 1000)))),
  };
  for (const codec of ["lz4", "zstd"]) {
    sameTable(t, await readArrow(file(`${codec}.arrow`)), wanted, `Arrow, ${codec}`);
  }
  for (const codec of ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]) {
    sameTable(t, await readParquet(file(`${codec}.parquet`)), wanted, `Parquet, ${codec}`);
  }
});

t.test("nulls: NaN, or what stands for them", async (t) => {
  const names = ["integers with null", "booleans with null", "large integers with null"];
  const filled = {
    "integers with null": np.array([1, -1, 3], "int16"),
    "booleans with null": np.array([true, true, false]),
    "large integers with null": np.array([1n, -1n, 2n ** 60n], "int64"),
  };
  for (const table of [
    await readArrow(file("kinds.arrow"), { columns: names, fill: -1 }),
    await readParquet(file("kinds.parquet"), { columns: names, fill: -1 }),
  ]) {
    sameTable(t, table, filled, "filled");
  }
  await t.rejects(readArrow(file("kinds.arrow"), { columns: ["more than float64 holds"] }), {
    name: "RangeError",
    message:
      'Column "more than float64 holds" has nulls and the integer 9007199254740993, which float64 with NaN for null can\'t hold: say what stands for null with { fill: 0 }, and it stays int64',
  });
});

t.test("columns are chosen by name or place, and others are refused", async (t) => {
  const chosen = await readParquet(file("kinds.parquet"), { columns: [1, "bool", -4] });
  t.same(Object.keys(chosen), ["int8", "bool", "large integers with null"]);
  await t.rejects(readArrow(file("kinds.arrow"), { columns: ["int9"] }), {
    name: "RangeError",
    message: /kinds\.arrow" has no column "int9": its columns are bool, int8, /,
  });
  await t.rejects(readArrow(file("kinds.arrow")), {
    message:
      'Column "list" is of type List<Int64>, neither numbers, booleans, text nor dates: choose others with { columns: […] }',
  });
  await t.rejects(readParquet(file("kinds.parquet")), { message: /^Column "list" is of type LIST, neither/ });
  await t.rejects(readArrow(file("kinds.arrow"), { columns: ["bytes"] }), /Column "bytes" is of type Binary/);
  await t.rejects(
    readParquet(file("kinds.parquet"), { columns: ["bytes"] }),
    /"bytes" is of type BYTE_ARRAY/,
  );
});

t.test("what is written reads back the same", async (t) => {
  const folder = t.testdir({});
  // tap resolves imports by rules of its own, which the writer of Parquet is too new for: so in a program without tap.
  execFileSync(process.execPath, [fileURLToPath(new URL("table-writer.js", import.meta.url)), folder]);
  for (const [name, { read }] of Object.entries(WRITTEN)) {
    sameTable(t, await readArrow(join(folder, `${name}.arrow`)), read, `Arrow, ${name}`);
    sameTable(t, await readParquet(join(folder, `${name}.parquet`)), read, `Parquet, ${name}`);
  }
});

t.test("columns that no table can hold", async (t) => {
  const refused = async (table: TableInput, error: Error | { readonly message: RegExp }): Promise<void> => {
    await t.rejects(encodeArrow(table), error);
    await t.rejects(encodeParquet(table), error);
  };
  await refused({ a: [1, 2], b: [1] }, new RangeError('Column "b" has 1 values, but "a" has 2'));
  await refused(
    { m: np.zeros([2, 3]) },
    new RangeError(
      'Column "m" has shape (2, 3), but a column has one axis: give its parts names of their own',
    ),
  );
  await refused(
    { z: np.zeros(2, "complex64") },
    new TypeError('Column "z" is complex64, which tables don\'t have: write np.real(a) and np.imag(a)'),
  );
  await refused({ mixed: ["a", 1] }, { message: /^Column "mixed" is neither numbers,/ });
});

t.test("damaged files are refused", async (t) => {
  const kinds = readFileSync(file("kinds.arrow"));
  const stream = readFileSync(file("twice.arrows"));
  await t.rejects(decodeArrow(Buffer.from("a,b\n1,2\n")), /The data is no Arrow file/);
  await t.rejects(decodeArrow(Buffer.alloc(0)), /The data is no Arrow file/);
  await t.rejects(decodeArrow(kinds.subarray(0, 900)), /ends before the footer of its Arrow file/);
  await t.rejects(decodeArrow(stream.subarray(0, 900)), /is a damaged Arrow file: /);
  const parquet = readFileSync(file("snappy.parquet"));
  await t.rejects(decodeParquet(Buffer.from("a,b")), /The data can't be read as Parquet: /);
  await t.rejects(decodeParquet(parquet.subarray(0, 900)), /can't be read as Parquet: /);
  const holed = Buffer.from(parquet).fill(7, 20, 400);
  await t.rejects(decodeParquet(holed), /can't be read as Parquet: /);
  await t.rejects(readParquet("no/such.parquet"), /Can't read "no\/such\.parquet": it does not exist/);
});

t.test("LZ4 frames", async (t) => {
  const frame = (...blocks: readonly number[]): Uint8Array =>
    Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, ...blocks]);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
  const abc = [...Buffer.from("abc")];
  t.equal(text(decodeLz4Frame(frame(3, 0, 0, 0x80, ...abc, 0, 0, 0, 0))), "abc", "a stored block");
  const repeats = [6, 0, 0, 0, 0x32, ...abc, 3, 0];
  t.equal(text(decodeLz4Frame(frame(...repeats, 0, 0, 0, 0))), "abcabcabc", "a match that overlaps itself");
  const linked = [3, 0, 0, 0, 0x00, 9, 0];
  t.equal(
    text(decodeLz4Frame(frame(...repeats, ...linked, 0, 0, 0, 0))),
    "abcabcabcabca",
    "a match in the block before",
  );
  t.throws(() => decodeLz4Frame(Buffer.from("abc")), /it is no LZ4 frame/);
  t.throws(() => decodeLz4Frame(frame(9, 0, 0, 0, 0x30)), /the LZ4 frame ends too early/);
  t.throws(() => decodeLz4Frame(frame(2, 0, 0, 0, 0x00, 9)), /an LZ4 block ends too early/);
  t.throws(() => decodeLz4Frame(frame(3, 0, 0, 0, 0x00, 9, 0)), /refers to bytes before its frame/);
});
