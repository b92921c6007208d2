import { runInNewContext } from "node:vm";
import t from "tap";
import { np } from "../../runtime/np.js";

/** Runs the text of a cell, in which TypeScript would not know the types of elements, and returns its last value as plain data. */
function run(text: string): unknown {
  return JSON.parse(
    JSON.stringify(
      runInNewContext(`const v = np.arange(4), m = np.arange(12).reshape(3, 4); ${text}`, { np }) ?? null,
    ),
  );
}

const cells: readonly (readonly [text: string, value: unknown])[] = [
  ["[v[0], v[-1], m[1][2], m[-1][-1]]", [0, 3, 6, 11]],
  ["m[-1].toArray()", [8, 9, 10, 11]],
  ['v["1:-1"].toArray()', [1, 2]],
  [
    'm["1:, ::2"].toArray()',
    [
      [4, 6],
      [8, 10],
    ],
  ],
  ['m[":, 1"].toArray()', [1, 5, 9]],
  ['m["..., 0"].toArray()', [0, 4, 8]],
  ['v[0] = 9; v["1:3"] = -1; v.toArray()', [9, -1, -1, 3]],
  ["m[0] = np.array([1, 2, 3, 4]); m[0].toArray()", [1, 2, 3, 4]],
  ["m[1][1] = 0; m[1].toArray()", [4, 0, 6, 7]],
  ['m["2, 1:"] = np.array([5, 6, 7]); m[2].toArray()', [8, 5, 6, 7]],
  ["m[1].data === m.data", true],
  [
    'v.title = "named"; [v.title, v.nothing === undefined, "nothing" in v, v.then === undefined]',
    ["named", true, false, true],
  ],
  ["m.item(1, 2)", 6],
];

t.test("elements and parts by index, as in parallel code", (t) => {
  for (const [text, value] of cells) t.same(run(text), value, text);
  t.end();
});

t.test("an index outside of the array is an error, not undefined", (t) => {
  t.throws(() => run("v[4]"), /Index 4 is out of bounds for axis 0 with length 4/);
  t.throws(() => run("v[-5] = 1"), /Index -5 is out of bounds/);
  t.throws(() => run('v["1:"] = np.arange(2)'), /broadcast/);
  t.throws(() => run('v["1:2:0"]'), /step/);
  t.end();
});
