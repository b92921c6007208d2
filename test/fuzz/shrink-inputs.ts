import { lanesOf } from "../../runtime/dtype.js";
import { rowMajorStrides, sizeOf } from "../../runtime/layout.js";
import type { Argument, Base, Call, Program } from "./program.js";

/** The program with one of its calls alone. */
export const callsWithout = (program: Program): readonly Program[] =>
  program.calls.length === 1 ? [] : program.calls.map((call) => ({ ...program, calls: [call] }));

/** The program with simpler arguments: plain layouts, shorter axes, zeros and ones. */
export function smallerCalls(program: Program): readonly Program[] {
  const [call] = program.calls;
  if (call === undefined || program.calls.length > 1) return [];
  return [
    ...withoutArguments(program, call),
    ...smallerArguments(call).map((smaller) => ({ ...program, calls: [smaller] })),
  ];
}

function withoutArguments(program: Program, call: Call): readonly Program[] {
  const text = JSON.stringify([program.body, program.results]);
  return program.parameters.flatMap((parameter, k) => {
    if (text.includes(`"${parameter}"`)) return [];
    const rest = <T>(items: readonly T[]): readonly T[] => items.filter((_, i) => i !== k);
    return [
      {
        ...program,
        parameters: rest(program.parameters),
        calls: [{ ...call, arguments: rest(call.arguments) }],
      },
    ];
  });
}

function smallerArguments(call: Call): readonly Call[] {
  const lengths = new Set(
    call.arguments.flatMap((argument) => (argument.kind === "array" ? argument.shape : [])),
  );
  return [
    ...[...lengths].flatMap((length) =>
      [1, 2, length - 1].filter((n) => n >= 0 && n < length).map((n) => resized(call, length, n)),
    ),
    ...call.arguments.flatMap((argument, k) => (argument.kind === "array" ? plain(call, argument, k) : [])),
    ...call.bases.flatMap((base, k) =>
      simplerValues(base).map((data) => withBase(call, k, { ...base, data })),
    ),
  ];
}

const withBase = (call: Call, k: number, base: Base): Call => ({
  ...call,
  bases: call.bases.map((other, i) => (i === k ? base : other)),
});

/** All axes of one length shortened. */
const resized = (call: Call, length: number, to: number): Call => ({
  ...call,
  arguments: call.arguments.map((argument) =>
    argument.kind === "array"
      ? { ...argument, shape: argument.shape.map((n) => (n === length ? to : n)) }
      : argument,
  ),
});

/** An argument in row-major order at the start of its memory. */
function plain(
  call: Call,
  argument: Extract<Argument, { readonly kind: "array" }>,
  k: number,
): readonly Call[] {
  const strides = rowMajorStrides(argument.shape);
  const isPlain = argument.offset === 0 && strides.join() === argument.strides.join();
  const base = call.bases[argument.base];
  const size = sizeOf(argument.shape);
  if (isPlain || base === undefined || size * lanesOf(base.dtype) > base.data.length) return [];
  const simple: Argument = { ...argument, strides, offset: 0 };
  return [{ ...call, arguments: call.arguments.map((other, i) => (i === k ? simple : other)) }];
}

/** Other values, each nearer to zeros than these, so that shrinking ends. */
function simplerValues({ data, dtype }: Base): readonly Base["data"][] {
  const isAll = (value: number): boolean => data.every((element) => Object.is(Number(element), value));
  if (isAll(0)) return [];
  const filled = (isAll(1) ? [0] : [0, 1]).map((value) => withValue(data, value, 0, data.length));
  if (data.length > 24 * lanesOf(dtype)) return filled;
  const places = [...data.keys()].filter((i) => Number(data[i]) !== 0 && Number(data[i]) !== 1);
  return [...filled, ...places.map((i) => withValue(data, 1, i, i + 1))];
}

/** A copy in which the elements from `start` to before `stop` are `value`. */
function withValue(data: Base["data"], value: number, start: number, stop: number): Base["data"] {
  const copy = data.slice();
  if (copy instanceof BigInt64Array || copy instanceof BigUint64Array) copy.fill(BigInt(value), start, stop);
  else copy.fill(value, start, stop);
  return copy;
}
