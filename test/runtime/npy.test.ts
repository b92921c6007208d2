import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { DTYPES } from "../../compiler/ir/dtype.js";
import { arrayEqual } from "../../runtime/array-equal.js";
import { decodeNpy, encodeNpy, readNpy, writeNpy } from "../../runtime/io/npy.js";
import { decodeNpz, encodeNpz, readNpz, writeNpz } from "../../runtime/io/npz.js";
import { messageOf } from "../../runtime/message-of.js";
import type { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";
import { decodeArray, type EncodedArray } from "./encoded-array.js";

const fixtures = new URL("../../../test/runtime/fixtures/", import.meta.url);
const expected = Object.entries(
  JSON.parse(readFileSync(new URL("files.json", fixtures), "utf8")) as Record<string, EncodedArray>,
);
const fixture = (name: string): URL => new URL(`files/${name}`, fixtures);

t.test(".npy files of NumPy are read", async (t) => {
  const arrays = expected.filter(([name]) => name.endsWith(".npy"));
  t.equal(arrays.length, 17);
  for (const [name, wanted] of arrays) {
    t.ok(arrayEqual(readNpy(fixture(name)), decodeArray(wanted)), name);
  }
  t.ok(Object.is(readNpy(fixture("half.npy")).get(1), -0), "the sign of a half's zero");
});

t.test(".npy files are written as NumPy writes them", async (t) => {
  for (const name of [
    "bool",
    "int8",
    "int64",
    "uint16",
    "uint64",
    "float32",
    "float64",
    "complex64",
    "complex128",
    "scalar",
    "empty",
  ]) {
    const bytes = readFileSync(fixture(`${name}.npy`));
    t.ok(encodeNpy(decodeNpy(bytes)).equals(bytes), `${name}: byte for byte`);
  }
  const path = join(t.testdir({}), "view.npy");
  const view = np.arange(12).reshape(3, 4).T.slice("::2");
  writeNpy(path, view);
  t.ok(arrayEqual(readNpy(path), view));
});

t.test("what no NDArray can hold is named, with what to save instead", async (t) => {
  const message = (name: string): string => {
    try {
      readNpy(fixture(name));
    } catch (error) {
      return messageOf(error);
    }
    return "read without an error";
  };
  t.match(
    message("no-records.npy"),
    /no-records\.npy" holds records, which no NDArray can hold: save their fields one by one \(descr \[\('a'/,
  );
  t.match(message("no-text.npy"), /holds text, which no NDArray can hold \(descr '<U2'\)/);
  t.match(message("no-objects.npy"), /holds Python objects/);
  t.match(message("no-dates.npy"), /holds dates \(save a\.astype\("int64"\) instead\)/);
  t.match(message("no-extended.npy"), /holds extended floats \(save a\.astype\("float64"\) instead\)/);
});

t.test("damaged .npy files are refused", async (t) => {
  const whole = encodeNpy([1, 2, 3]);
  const text = (change: (header: string) => string): Buffer =>
    Buffer.from(change(whole.toString("latin1")), "latin1");
  t.throws(() => decodeNpy(Buffer.from("PK")), { message: "The data is no .npy file" });
  t.throws(() => decodeNpy(Buffer.alloc(0)), /is no \.npy file/);
  for (const end of [8, 9, 40]) t.throws(() => decodeNpy(whole.subarray(0, end)), /ends inside its header/);
  t.throws(() => decodeNpy(whole.subarray(0, -8)), /ends before the last element of its shape \(3,\)/);
  t.throws(
    () => decodeNpy(text((all) => all.replace("NUMPY\x01", "NUMPY\x09"))),
    /of version 9: versions 1 to 3/,
  );
  t.throws(
    () => decodeNpy(text((all) => all.replace("'shape'", "'shale'"))),
    /header that can't be read: \{'descr'/,
  );
  t.throws(() => decodeNpy(text((all) => all.replace("(3,)", "(-3)"))), /header that can't be read/);
});

t.test(".npz archives of NumPy are read", async (t) => {
  for (const archive of ["plain.npz", "compressed.npz"]) {
    const arrays = readNpz(fixture(archive));
    const wanted = expected.filter(([name]) => name.startsWith(`${archive}/`));
    t.same(
      Object.keys(arrays).sort(),
      wanted.map(([name]) => name.slice(archive.length + 1)).sort(),
      `${archive}: names`,
    );
    for (const [name, array] of wanted) {
      const found = arrays[name.slice(archive.length + 1)];
      t.ok(found !== undefined && arrayEqual(found, decodeArray(array)), name);
    }
  }
});

t.test("what is written as .npz reads back the same, of every dtype", async (t) => {
  const arrays: Record<string, NDArray> = Object.fromEntries(
    DTYPES.map((dtype) => [dtype, np.arange(6).astype(dtype).reshape(2, 3).T]),
  );
  for (const compressed of [false, true]) {
    const back = decodeNpz(encodeNpz(arrays, { compressed }));
    t.same(Object.keys(back), [...DTYPES]);
    for (const [dtype, array] of Object.entries(back)) {
      t.ok(arrayEqual(array, np.array(arrays[dtype] ?? [])), dtype);
    }
  }
  const zeros = { a: np.zeros(10_000) };
  t.ok(encodeNpz(zeros, { compressed: true }).length < 1000, "compressed");
  t.ok(encodeNpz(zeros).length > 80_000, "stored");
});

t.test("damaged .npz archives are refused", async (t) => {
  const whole = encodeNpz({ a: [1, 2, 3] });
  t.throws(() => decodeNpz(Buffer.from("no zip")), { message: "The data is no .npz archive" });
  t.throws(() => decodeNpz(whole.subarray(0, -30)), /The data is a damaged \.npz archive: /);
  const path = join(t.testdir({}), "bad.npz");
  const damaged = Buffer.from(whole);
  damaged.write("xxx", damaged.indexOf("NUMPY"));
  writeFileSync(path, damaged);
  t.throws(() => readNpz(path), { message: `"${path}", array "a" is no .npy file` });
});

t.test("np.save, np.savez and np.load", async (t) => {
  const folder = t.testdir({});
  const path = (name: string): string => join(folder, name);
  np.save(path("a"), [1, 2]);
  t.same(np.load(path("a.npy")), np.array([1, 2]));
  np.savez(path("named"), { x: [1, 2], flag: true });
  t.same(np.load(`${folder}/named.npz`), { x: np.array([1, 2]), flag: np.array(true) });
  np.savez(path("unnamed.npz"), new Float32Array([1]), { data: new Uint8Array([7]), shape: [1, 1] });
  const { arr_0, arr_1 } = np.load(`${folder}/unnamed.npz`);
  t.same([arr_0, arr_1], [np.array([1], "float32"), np.array([[7]], "uint8")]);
  np.savez_compressed(path("compressed.npz"), { x: np.arange(3) });
  t.same(np.load(`${folder}/compressed.npz`), { x: np.arange(3) });
  t.throws(
    () => Reflect.apply(np.savez, undefined, [path("both"), [1], { x: [2] }]),
    new TypeError("Give savez either one object of named arrays, or arrays alone"),
  );
  writeNpz(path("fine.npz"), {});
  t.same(readNpz(path("fine.npz")), {});
  t.throws(() => np.load(path("missing.npz")), /Can't read ".*missing\.npz": it does not exist/);
});
