// A program in TypeScript: least squares in the parallel language, on typed arrays, with errors told apart.
import { compile, type NDArray, np, ParallelTypeError } from "weft-kernel";

const { slopeAndOffset } = compile(`
  function slopeAndOffset(x: Float64Array, y: Float64Array) {
    const [dx, dy] = [x - mean(x), y - mean(y)];
    const slope = sum(dx * dy) / sum(dx ** 2);
    return { slope, offset: mean(y) - slope * mean(x) };
  }
`);
if (slopeAndOffset === undefined) throw new Error("The source declares no slopeAndOffset");

const x: NDArray<"float64"> = np.linspace(0, 1, 1001);
const noise = np.sin(np.multiply(x, 100));
const y = np.add(np.add(np.multiply(x, 2), 1), np.multiply(noise, 0.01));

const fitted = slopeAndOffset(x, y);
console.log(
  JSON.stringify(fitted, (_, value: unknown) =>
    typeof value === "number" ? Number(value.toFixed(3)) : value,
  ),
);

const residual: number = np.std(np.subtract(y, np.add(np.multiply(x, 2), 1)));
console.log(`standard deviation of the noise: ${residual.toFixed(4)}`);

try {
  slopeAndOffset("no numbers", y);
} catch (error) {
  if (!(error instanceof ParallelTypeError)) throw error;
  console.log(`${error.name}: ${error.message.split("\n")[0]}`);
}

const report = slopeAndOffset.parallelDiagnostics({ format: "json" });
console.log(`${report.regions.length} parallel regions`);
