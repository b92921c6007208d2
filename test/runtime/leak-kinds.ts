import { compile } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { np } from "../../runtime/np.js";

/** One kind of call, made again and again. */
export interface CallKind {
  readonly name: string;
  /** Calls of this kind count as so many, since they take longer. */
  readonly weight: number;
  readonly call: () => unknown;
}

const swallow = (call: () => unknown): void => {
  try {
    call();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
};

/** Each way in which a call takes memory and gives it back. */
export function callKinds(): readonly CallKind[] {
  const functions = compile(
    `
function scalar(x) { return x * 2; }
function small(a) { return a * 2; }
function large(a) { return a + 1; }
function pair(a) { return [a * 2, sum(a)]; }
function part(a) { return a[1:-1]; }
function failing(a, k) { const b = a * 2; return b[k]; }
function printing(a) { console.log("sum", sum(a), a); return 1; }
function temporary(a) { let s = 0.0; for (const i of prange(a.shape[0])) { const b = sort(a[i] * i); s += b[0]; } return s; }
`.replace("a[1:-1]", "a[slice(1, -1)]"),
    { log: () => {} },
  );
  const of = (name: string) => {
    const fn = functions[name];
    if (fn === undefined) throw new Error(`There is no function ${name}`);
    return fn;
  };
  const [scalar, small, large, pair, part] = ["scalar", "small", "large", "pair", "part"].map(of);
  const [failing, printing, temporary] = ["failing", "printing", "temporary"].map(of);
  const few = np.ones([20]);
  const many = np.ones([40_000]);
  const rows = np.ones([8, 50]);
  const native = loadNative();
  let text = 0;
  return [
    { name: "numbers", weight: 1, call: () => scalar?.(1.5) },
    { name: "small arrays", weight: 1, call: () => small?.(few) },
    { name: "large arrays", weight: 10, call: () => large?.(many) },
    { name: "several results", weight: 2, call: () => pair?.(few) },
    { name: "views", weight: 2, call: () => part?.(few) },
    { name: "errors", weight: 10, call: () => swallow(() => failing?.(few, 20)) },
    { name: "prints", weight: 10, call: () => printing?.(few) },
    { name: "temporary arrays", weight: 10, call: () => temporary?.(rows) },
    { name: "asynchronous calls", weight: 20, call: () => small?.async(few) },
    {
      name: "modules",
      weight: 5000,
      call: () => {
        text++;
        native
          .compile(`define i32 @f${text}(ptr %c, ptr %a, ptr %r) {\n  ret i32 0\n}`, { optLevel: 1 })
          .dispose();
      },
    },
  ];
}
