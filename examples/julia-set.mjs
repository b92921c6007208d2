// A plain Node.js program: a function in the parallel language, compiled to native code, and arrays in and out.
import { compile, np } from "weft-kernel";

const { escapeTimes } = compile(`
  // How often z ← z² + c stays within the circle of radius 2, for each starting point of a grid.
  function escapeTimes(points, re, im, limit) {
    const times = zeros(points.shape, "int32");
    for (const [row, column] of prange([points.shape[0], points.shape[1]])) {
      let x = real(points[row, column]);
      let y = imag(points[row, column]);
      let count = 0;
      while (count < limit && x * x + y * y < 4) {
        [x, y] = [x * x - y * y + re, 2 * x * y + im];
        count += 1;
      }
      times[row, column] = count;
    }
    return times;
  }
`);

const [across, down] = np.meshgrid(np.linspace(-1.5, 1.5, 33), np.linspace(-1, 1, 13));
const times = escapeTimes(np.complex(across, down), -0.8, 0.156, 64);
for (const row of times) {
  console.log(
    row
      .toArray()
      .map((count) => ".,:;+=*%#@"[Math.min(9, Math.floor(count / 7))])
      .join(""),
  );
}
