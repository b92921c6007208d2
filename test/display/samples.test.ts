import t from "tap";
import { np } from "../../runtime/np.js";
import { countBins, countCells, finiteRange, positionsOfLine } from "../../runtime/sampling/samples.js";
import { quantile, summarize } from "../../runtime/sampling/summary.js";

const zigzag = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => (index * 7919) % 1013);

t.test("a long line keeps its peaks, and its ends", async (t) => {
  const y = np.array(zigzag(100_000));
  y.set(12_345, 1e6);
  y.set(67_890, -1e6);
  y.set(500, Number.NaN);
  const positions = positionsOfLine(null, y, 100);
  t.ok(positions.includes(12_345) && positions.includes(67_890), "a single peak is drawn");
  t.equal(positions[0], 0);
  t.equal(positions.at(-1), 99_999);
  t.ok(positions.length <= 400, "few points are left");
  t.same(
    positions,
    [...positions].sort((a, b) => a - b),
    "in their order",
  );
  for (let bucket = 0; bucket < 100; bucket++) {
    const here = positions.filter((at) => Math.floor(at / 1000) === bucket).map((at) => y.get(at));
    const all = Array.from(zigzag(100_000).subarray(bucket * 1000, bucket * 1000 + 1000));
    const known = bucket === 12 || bucket === 67 ? [] : [Math.min(...all), Math.max(...all)];
    t.same(
      known.filter((value) => !here.includes(value)),
      [],
      `the extremes of run ${bucket}`,
    );
  }
});

t.test("a curve that runs back keeps its extremes in x as well", async (t) => {
  const angle = np.linspace(0, 200 * Math.PI, 50_000);
  const x = np.cos(angle);
  x.set(20_011, 5);
  t.ok(positionsOfLine(x, np.sin(angle), 100).includes(20_011));
});

t.test("ranges leave out what is not finite", async (t) => {
  t.same(finiteRange(np.array([3, Number.NaN, -2, Number.POSITIVE_INFINITY])), [-2, 3]);
  t.equal(finiteRange(np.array([Number.NaN])), null);
  t.same(finiteRange(np.array([4, 1, 3], "uint8").slice({ step: 2 })), [3, 4]);
});

t.test("bins count as NumPy's histogram", async (t) => {
  // numpy.histogram([0, 0.1, 0.2, 0.3, 0.7, 1.0, 5.0], bins=10, range=(0, 1))[0]
  const edges = Array.from({ length: 11 }, (_, edge) => edge / 10);
  t.same(
    countBins(np.array([0, 0.1, 0.2, 0.3, 0.7, 1, 5, Number.NaN]), edges),
    [1, 1, 1, 1, 0, 0, 0, 1, 0, 1],
  );
});

t.test("cells count points", async (t) => {
  const [x, y] = [np.array([0, 0.4, 1, 1, Number.NaN]), np.array([0, 0.4, 1, 0, 0])];
  t.same(countCells(x, y, { x: [0, 1], y: [0, 1] }, [2, 2]).toArray(), [
    [2, 1],
    [0, 1],
  ]);
});

t.test("summaries are NumPy's", async (t) => {
  const { count, missing, mean, std, quartiles, min, max } = summarize(np.array([3, 1, Number.NaN, 2, 10]));
  t.same(
    { count, missing, mean, quartiles, min, max },
    {
      count: 4,
      missing: 1,
      mean: 4,
      quartiles: [1.75, 2.5, 4.75],
      min: 1,
      max: 10,
    },
  );
  t.ok(Math.abs(std - 4.08248290463863) < 1e-12);
  t.match(summarize(np.array([])), { count: 0, mean: Number.NaN, max: Number.NaN });
  t.equal(quantile(Float64Array.of(1, 2), 0.5), 1.5);
});
