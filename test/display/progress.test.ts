import t from "tap";
import type { Displayable } from "../../kernel/display/displayable.js";
import { createProgress, type Progress } from "../../kernel/session/progress-global.js";

/** Progress with a clock of its own: `pass` lets milliseconds go by, `shown` collects the texts of all outputs. */
function watched(): {
  readonly progress: Progress;
  readonly shown: [output: number, text: string][];
  readonly pass: (milliseconds: number) => void;
  readonly nextCell: () => void;
} {
  let [now, cell, outputs] = [0, 1, 0];
  const shown: [number, string][] = [];
  const textOf = (value: unknown): string => String((value as Displayable).bundle["text/plain"]);
  const progress = createProgress({
    display(value) {
      const output = ++outputs;
      shown.push([output, textOf(value)]);
      return { id: String(output), update: (next) => void shown.push([output, textOf(next)]) };
    },
    cellNow: () => cell,
    clock: () => now,
  });
  return {
    progress,
    shown,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    nextCell: () => {
      cell++;
    },
  };
}

t.test("a bar appears after a while, and a line stays", async (t) => {
  const { progress, shown, pass } = watched();
  const seen: string[] = [];
  for (const item of progress(["a", "b", "c", "d"], { label: "letters" })) {
    seen.push(item);
    pass(200);
  }
  t.same(seen, ["a", "b", "c", "d"]);
  t.same(shown, [
    [1, `letters [${"#".repeat(15)}${".".repeat(15)}] 2/4 · 50 % · 5/s · 400 ms left`],
    [1, `letters [${"#".repeat(23)}${".".repeat(7)}] 3/4 · 75 % · 5/s · 200 ms left`],
    [1, `letters [${"#".repeat(30)}] 4/4 · 100 % · 5/s`],
    [1, "letters: 4 in 800 ms (5/s)"],
  ]);
});

t.test("short loops show nothing, and there are ten updates a second at most", async (t) => {
  const short = watched();
  for (const _ of short.progress(1000)) short.pass(0.2);
  t.same(short.shown, []);
  const long = watched();
  for (const _ of long.progress(10_000)) long.pass(1);
  t.ok(long.shown.length <= 100, `${long.shown.length} in ten seconds`);
  t.equal(long.shown.at(-1)?.[1], "10,000 in 10.0 s (1,000/s)");
});

t.test("loops inside of each other share an output", async (t) => {
  const { progress, shown, pass } = watched();
  for (const _ of progress(2, { label: "outer" })) for (const _ of progress(2, { label: "inner" })) pass(300);
  t.same(new Set(shown.map(([output]) => output)), new Set([1]));
  t.match(shown[0]?.[1], /^outer .* 0\/2 .*\ninner .* 1\/2/);
  t.equal(shown.at(-1)?.[1], "outer: 2 in 1.20 s (1.67/s)");
});

t.test("loops that are left", async (t) => {
  const broken = watched();
  for (const n of broken.progress(10)) {
    broken.pass(300);
    if (n === 2) break;
  }
  t.equal(broken.shown.at(-1)?.[1], "stopped after 2 of 10 in 900 ms");
  const thrown = watched();
  t.throws(() => {
    for (const _ of thrown.progress(3)) {
      for (const _ of thrown.progress(3)) {
        thrown.pass(300);
        if (thrown.shown.length > 1) throw new Error("stop");
      }
    }
  }, /^stop$/);
  t.match(thrown.shown.at(-1)?.[1], /^stopped after 0 of 3/);
  const interrupted = watched();
  interrupted.progress(5).next();
  interrupted.nextCell();
  for (const _ of interrupted.progress(2)) interrupted.pass(300);
  t.equal(
    interrupted.shown.at(-1)?.[1],
    "2 in 600 ms (3.33/s)",
    "a cell that was stopped leaves nothing behind",
  );
});

t.test("iterators of unknown length, and asynchronous ones", async (t) => {
  const { progress, shown, pass } = watched();
  async function* numbers() {
    yield 1;
    yield 2;
  }
  let sum = 0;
  for await (const n of progress(numbers(), { label: "<b>" })) {
    sum += n;
    pass(2000);
  }
  t.equal(sum, 3);
  t.equal(shown[0]?.[1], `<b> [${".".repeat(30)}] 1 · 2.00 s each`);
  t.equal([...progress(new Set([1, 2]))].length, 2);
  t.throws(() => Reflect.apply(progress, undefined, [{}]), /progress\(\) goes over/);
});
