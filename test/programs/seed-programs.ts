/** The examples of Numba's parallel accelerator (its documentation and its announcement, 2017), in TypeScript. */
export const SEED_PROGRAMS = `
const N = 10;
const GAMMA = 2.2;

function logisticRegression(Y, X, w, iterations) {
  for (const i of range(iterations)) {
    w -= dot((1.0 / (1.0 + exp(-Y * dot(X, w))) - 1.0) * Y, X);
  }
  return w;
}

function standardize(features) {
  return (0.1 * (features - mean(features, 0))) / std(features, 0);
}

function normalize(x) {
  const result = emptyLike(x);
  for (const i of prange(x.shape[0])) {
    let acc = 0.0;
    for (const j of range(x.shape[1])) acc += x[i, j] ** 2;
    const norm = sqrt(acc);
    for (const j of range(x.shape[1])) result[i, j] = x[i, j] / norm;
  }
  return result;
}

const neighborMean = stencil((a) => (a[-1] + a[0] + a[1]) / 3);

function blur(x) {
  const kernel = (a) => {
    let acc = 0.0;
    for (const i of range(-N, N + 1)) {
      for (const j of range(-N, N + 1)) acc += a[i, j] ** GAMMA;
    }
    const mean = acc / ((2 * N + 1) * (2 * N + 1));
    return uint8(mean ** (1 / GAMMA));
  };
  return stencil(kernel, { neighborhood: [[-N, N], [-N, N]] })(x);
}

function getArray(n) {
  function band(i, j) {
    return abs(i - j) < 3 ? 3 - abs(i - j) : 0;
  }
  return fromFunction([n, n], band);
}

const parallelResponse = vectorize((v, gamma) => {
  if (v < 0) return 0;
  if (v < 1) return v ** gamma;
  return v;
});

function example(x) {
  const n = x.shape[0];
  const a = sin(x);
  const b = cos(a * a);
  let acc = 0;
  for (const i of prange(n - 2)) {
    for (const j of prange(n - 1)) {
      acc += b[i] + b[j + 1];
    }
  }
  return acc;
}

function sumOfSquares(a, b) {
  return sum(a ** 2 + b ** 2);
}
`;
