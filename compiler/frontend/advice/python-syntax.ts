/** A spelling that TypeScript can't parse: where it is on its line, and what to write instead. */
interface Spelling {
  /** The group `here`, or else the whole match, is what the error points at. */
  readonly pattern: RegExp;
  readonly advice: string;
}

const BLOCK = "A block stands in braces, and a condition in parentheses: if (x > 0) { … }.";

/** In this order: the first that is on the line of the error, and the leftmost of it. */
const SPELLINGS: readonly Spelling[] = [
  {
    pattern: /^\s*(?<here>@\w[\w.]*)/d,
    advice: "A decorator has no meaning here: every function of a %%parallel cell is compiled.",
  },
  {
    pattern: /^\s*(?<here>import|from)\s+\w[\w.]*\s+(as|import)\b|[{;]\s*(?<also>import)\s+\w/d,
    advice: "np and its functions are there already: leave the import out.",
  },
  {
    pattern: /\b(?<here>[fr]["'])/d,
    advice: "Strings may be indices, dtypes, options and messages only; a message is written `n = ${n}`.",
  },
  { pattern: /\b(?<here>def)\s+\w+/d, advice: "A function is written function f(a) { … }." },
  { pattern: /\b(?<here>lambda)\b/d, advice: "A function of one expression is written (x) => x * 2." },
  {
    pattern: /[[(][^[\]()]*\s(?<here>for)\s+[\w, ]+\sin\b/d,
    advice: "A comprehension is written range(n).map((i) => …), or fromFunction([n], (i) => …).",
  },
  {
    pattern: /\b(?<here>for)\s+[\w, ]+\sin\b/d,
    advice: "A loop is written for (const i of range(n)) { … }, or for (const x of a) { … }.",
  },
  { pattern: /\b(?<here>elif)\b/d, advice: "Write else if (…) { … }." },
  {
    pattern: /[\w)\]]\s+(?<here>if)\b[^{};]*\belse\b/d,
    advice: "A choice of two values is written condition ? x : y, and by element where(mask, x, y).",
  },
  { pattern: /\b(?<here>if|while)\b(?!\s*\()[^{}]*:|\b(?<also>if|while)\s*\([^{}]*\)\s*:/d, advice: BLOCK },
  { pattern: /\b(?<here>else|try|with)\b[^{}]*:/d, advice: BLOCK },
  {
    pattern: /[\w)\]]\[[^\]?"'`{}]*?(?<here>:)/d,
    advice:
      'A slice is written as a string in TypeScript: a["1:-1"], or a[slice(lo, hi)] with computed bounds.',
  },
  {
    pattern: /\[[^\]"'`]*?(?<here>\.\.\.)\s*[,\]]/d,
    advice: 'An ellipsis is written as a string in TypeScript: a["...", 0].',
  },
  {
    pattern: /\([^()]*?\b(?<here>\w+)\s*:\s*[^()]*\)/d,
    advice: "Options stand in an object: sum(a, { axis: 0 }).",
  },
  {
    pattern: /\b(?<here>is\s+not|is)\b/d,
    advice: "Write == or !=; a missing argument is undefined, a missing number NaN.",
  },
  { pattern: /\b(?<here>not\s+in)\b/d, advice: "To look for a value write any(a == x)." },
  { pattern: /\b(?<here>and)\b/d, advice: "`and` is written && between scalars, and & between arrays." },
  { pattern: /\b(?<here>or)\b/d, advice: "`or` is written || between scalars, and | between arrays." },
  { pattern: /\b(?<here>not)\b/d, advice: "`not` is written ! before a scalar, and ~ before a mask." },
  { pattern: /\b(?<here>assert)\b/d, advice: 'Write if (!condition) throw new Error("…").' },
  { pattern: /\b(?<here>raise)\b/d, advice: 'Write throw new Error("…").' },
  {
    pattern: /\b(?<here>global|nonlocal)\b/d,
    advice: "Names are found without it: an inner function sees the variables around it.",
  },
  { pattern: /\b(?<here>del)\s/d, advice: "Memory is released by itself: leave `del` out." },
  { pattern: /(?<here>"""|''')/d, advice: "A comment is written // …, or /* … */." },
  { pattern: /(?<here>:=)/d, advice: "Declare the variable before: const n = …." },
  { pattern: /(?<here><>)/d, advice: "Write !=." },
  { pattern: /[\w)\]]\s*(?<here>@)/d, advice: "The matrix product is written matmul(a, b)." },
  { pattern: /(?<here>#)/d, advice: "A comment begins with // in TypeScript." },
  { pattern: /\d(?<here>j)\b/d, advice: "A complex number is written complex(re, im)." },
  { pattern: /(?<here>[-+~!]\s*[\w.()]+)\s*\*\*/d, advice: "Write -(x ** 2) or (-x) ** 2." },
];

/** `a // 2`, of which TypeScript sees only `a`. */
export const FLOOR_DIVISION: Spelling = {
  pattern: /[\w)\]] *(?<here>\/\/) *[\w(]/d,
  advice: "`//` begins a comment in TypeScript: floor division is floorDivide(a, b).",
};

export interface PythonSpelling {
  readonly advice: string;
  /** Of what is meant, in the line. */
  readonly start: number;
  readonly end: number;
}

/** The spelling of another language on a line that TypeScript can't parse. */
export function pythonSpelling(line: string): PythonSpelling | null {
  const code = withoutTexts(line);
  for (const spelling of SPELLINGS) {
    const found = find(spelling, code);
    if (found !== null) return found;
  }
  return find(FLOOR_DIVISION, line);
}

function find({ pattern, advice }: Spelling, text: string): PythonSpelling | null {
  const groups = pattern.exec(text)?.indices?.groups ?? {};
  const [start, end] = groups["here"] ?? groups["also"] ?? [];
  return start === undefined || end === undefined ? null : { advice, start, end };
}

/** The line with blanks for what stands in quotes and in a comment, so that its words are none of the code's. */
const withoutTexts = (line: string): string =>
  line
    .replace(/(["'`])(.*?)\1/g, (_, quote: string, text: string) => quote + " ".repeat(text.length) + quote)
    .replace(/\/\/.*$/, (comment) => " ".repeat(comment.length));
