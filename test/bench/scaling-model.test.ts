// The model of scaling: each of its terms bounds the programs that it is about.
import t from "tap";
import { type Machine, type Profile, predict } from "../../bench/scaling/model.js";

const machine: Machine = { cores: 64, bandwidth: 200e9, join: 50e-6 };
const program: Profile = { name: "p", one: 1, two: 0.5, loops: 1, joins: 1, pieces: 1e-5, bytes: 0 };

t.test("what has no other bound is as fast as there are cores", async (t) => {
  const { seconds, bound } = predict(program, machine);
  t.equal(bound, "cores");
  t.ok(Math.abs(seconds - (1 / 64 + 50e-6)) < 1e-9);
});

t.test("Amdahl's law", async (t) => {
  const { seconds, bound } = predict({ ...program, loops: 0.9 }, machine);
  t.equal(bound, "serial part");
  t.ok(1 / seconds < 10);
});

t.test("memory, joins and pieces", async (t) => {
  t.match(predict({ ...program, bytes: 10e9 }, machine), { bound: "memory" });
  t.match(predict({ ...program, joins: 1000 }, machine), { bound: "joins" });
  t.match(predict({ ...program, pieces: 0.1 }, machine), { bound: "pieces" });
});

t.test("a piece takes no longer than the loops", async (t) => {
  t.ok(predict({ ...program, loops: 1e-3, one: 1e-3, pieces: 1 }, machine).seconds < 1.1e-3);
});
