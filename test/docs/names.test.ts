// Every name that the language promises has an entry, a page with its signature, and an example that shows something.
import t from "tap";
import {
  lookupMethod,
  lookupName,
  NAME_TABLES,
  underscored,
} from "../../compiler/frontend/names/registry.js";
import { namesPages } from "../../docs/generate/names-pages.js";

const PROMISED = `
  add subtract multiply divide floorDivide mod remainder fmod power negative positive absolute abs fabs sign square sqrt
  cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh
  arccosh arctanh hypot deg2rad rad2deg floor ceil trunc rint round fround maximum minimum fmax fmin clip where isnan
  isinf isfinite signbit copysign nextafter ldexp logaddexp logicalAnd logicalOr logicalXor logicalNot bitwiseAnd
  bitwiseOr bitwiseXor invert leftShift rightShift equal notEqual less lessEqual greater greaterEqual gcd lcm erf erfc
  gammaln asin acos atan atan2 asinh acosh atanh pow clz32 imul Math.round Math.sqrt Math.abs Math.max Math.min
  bool int int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64
  sum prod min max argmin argmax mean variance var std any all countNonzero ptp reduce
  cumsum cumprod diff sort argsort searchsorted
  zeros ones full empty zerosLike onesLike fullLike emptyLike arange linspace eye identity array fromFunction Array.from
  dot matmul vdot outer trace transpose
  reshape ravel concatenate stack expandDims squeeze flip roll broadcastTo
  random.rand random.randn random.ranf random.randomSample random.sample random.random random.standardNormal
  random.chisquare random.weibull random.power random.geometric random.exponential random.poisson random.rayleigh
  random.normal random.uniform random.beta random.binomial random.f random.gamma random.lognormal random.laplace
  random.randint random.triangular random.seed
  range prange vectorize guvectorize stencil slice complex real imag`;
const METHODS = `reshape ravel flatten transpose copy astype fill map sum prod min max argmin argmax mean var std any
  all dot reduce`;
const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/);
const text = namesPages()
  .map(({ markdown }) => markdown)
  .join("\n");

t.test("every promised name has an entry, in both spellings", async (t) => {
  for (const name of wordsOf(PROMISED)) {
    t.ok(lookupName(name), name);
    t.equal(lookupName(underscored(name)), lookupName(name), underscored(name));
    t.match(text, `\`${name}`, `${name} stands on a page`);
  }
  for (const name of wordsOf(METHODS)) t.ok(lookupMethod(name), `a.${name}`);
});

t.test("every entry has a section with its signature and an example that uses it", async (t) => {
  for (const { names, signature, summary, example } of NAME_TABLES.flat()) {
    const [name = ""] = names;
    t.match(text, `\n### ${name}\n\n\`${signature}\` — ${summary}`, signature);
    t.ok(example.includes(`${name}(`), `${name}: ${example}`);
    t.match(summary, /\.$/, `the summary of ${name} is a sentence`);
  }
});
