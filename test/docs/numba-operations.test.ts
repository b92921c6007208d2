// The table of Numba's operations names every operation of Numba's two lists, and each row's cases contain its operation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { PROJECT } from "../../docs/generate/all-pages.js";
import { NUMBA_OPERATIONS } from "../../docs/generate/numba-operations.js";
import { caseSource } from "../../docs/generate/numba-page.js";

/** The source of a case: its program, or the expression that the functions' test compiles. */
const sourceOf = (id: string): string | undefined => {
  const { file } = caseSource(id);
  const cases = JSON.parse(readFileSync(join(PROJECT, file), "utf8")) as readonly Case[];
  const found = cases.find((each) => ("id" in each ? each.id === id : `numpy/${each[0]}` === id));
  return found === undefined || "id" in found ? found?.source : found[0];
};
type Case =
  | { readonly id: string; readonly source: string }
  | readonly [expression: string, ...rest: unknown[]];

for (const { title, operations } of NUMBA_OPERATIONS) {
  t.test(title, async (t) => {
    for (const { numba, mentions, cases } of operations) {
      t.ok(cases.length > 0, `${numba} has a test`);
      for (const id of cases) {
        const source = sourceOf(id);
        t.ok(source?.includes(mentions), `${id} contains ${mentions}: ${source}`);
      }
    }
  });
}

/** The lists of "Supported operations" and "Explicit parallel loops". */
const LISTED = [
  ..."+a -a ~a".split(" "),
  ..."+ - * / % | >> ^ << & ** // == != < <= > >=".split(" ").map((operator) => `a ${operator} b`),
  ..."sum prod min max argmin argmax mean var std".split(" ").map((name) => `np.${name}(a)`),
  ..."np.zeros np.ones np.arange np.linspace".split(" "),
  ...`rand randn ranf random_sample sample random standard_normal chisquare weibull power geometric exponential poisson
    rayleigh normal uniform beta binomial f gamma lognormal laplace randint triangular`
    .split(/\s+/)
    .map((name) => `np.random.${name}`),
  ..."np.dot(matrix, vector);np.dot(vector, vector);a[lo:hi] = scalar;a[mask] = scalar;a[mask] = b[mask]".split(
    ";",
  ),
  ..."functools.reduce(f, a, initial);for i in prange(n);s += a[i];s *= a[i]".split(";"),
];

t.test("every listed operation has a row", async (t) => {
  const rows = NUMBA_OPERATIONS.flatMap(({ operations }) => operations.map(({ numba }) => numba));
  for (const operation of LISTED) {
    t.ok(
      rows.some((row) => row === operation || row.startsWith(`${operation},`)),
      operation,
    );
  }
});
