// Arguments of elementary functions: where they are hard, and everywhere.

export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
export type FloatName = "float32" | "float64";

/** One block of arguments: an array for each parameter, all of one length. */
export type Block = readonly Floats[];

/** Not a multiple of any vector's lanes, so that each block has a rest of every length in turn. */
const BLOCK = 2 ** 20 - 5;

const SPECIAL = [
  0,
  1,
  2,
  0.5,
  1.5,
  Math.PI,
  Math.PI / 2,
  Math.E,
  10,
  88.7,
  709.7,
  745.2,
  1e4,
  1e22,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  2 ** -1022,
  3.4028234663852886e38,
  2 ** -126,
  2 ** -149,
  1 - 2 ** -53,
  1 + 2 ** -52,
  1 - 2 ** -24,
  1 + 2 ** -23,
  // Where errors of all float32 were found to be the greatest.
  0.8827930688858032,
  3.653322696685791,
  3.9229440689086914,
].flatMap((x) => [x, -x]);

const arrayOf = (dtype: FloatName, length: number): Floats =>
  dtype === "float32" ? new Float32Array(length) : new Float64Array(length);

/** Every pattern of 32 bits, or one in each `stride` of them, as float32; exhaustive for functions of one argument. */
export function* everyFloat32(stride: number): Generator<Block> {
  const total = Math.ceil(2 ** 32 / stride);
  for (let first = 0; first < total; first += BLOCK) {
    const bits = new Uint32Array(Math.min(BLOCK, total - first));
    for (let k = 0; k < bits.length; k++) bits[k] = (first + k) * stride;
    yield [new Float32Array(bits.buffer)];
  }
}

/** Numbers of 32 bits: Marsaglia, "Xorshift RNGs", 2003. */
function makeRandomBits(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Fills an array: half of it any pattern of bits, half magnitudes from 2^-30 to 2^11 evenly by their logarithm, of both signs. */
function fillRandom(array: Floats, random: () => number): void {
  const words = new Uint32Array(array.buffer);
  for (let k = 0; k < words.length; k++) words[k] = random();
  for (let k = 0; k < array.length; k += 2) {
    const magnitude = 2 ** (-30 + (41 * random()) / 2 ** 32);
    array[k] = random() % 2 === 0 ? magnitude : -magnitude;
  }
}

/** Special values, each with each where there are two parameters; then `count` random arguments, the same in each run. */
export function* sampleArguments(dtype: FloatName, parameters: 1 | 2, count: number): Generator<Block> {
  const pairs = SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y] as const));
  const special = parameters === 1 ? SPECIAL.map((x) => [x]) : pairs;
  yield Array.from({ length: parameters }, (_, p) => {
    const column = arrayOf(dtype, special.length);
    for (const [k, row] of special.entries()) column[k] = row[p] ?? 0;
    return column;
  });
  const random = makeRandomBits(0x2545f491);
  for (let left = count; left > 0; left -= BLOCK) {
    yield Array.from({ length: parameters }, () => {
      const column = arrayOf(dtype, Math.min(BLOCK, left));
      fillRandom(column, random);
      return column;
    });
  }
}
