import { isJsonObject, type Json, type JsonObject } from "../wire.js";

/** What a field of a widget's state may hold: JSON, in which bytes may stand anywhere. */
export type WidgetValue =
  | Json
  | ArrayBufferView
  | readonly WidgetValue[]
  | { readonly [key: string]: WidgetValue };
export type WidgetState = { readonly [name: string]: WidgetValue };

type Path = readonly (string | number)[];

/** State as messages carry it: JSON, and bytes beside it with the places where they belong. */
export interface SeparatedState {
  readonly state: JsonObject;
  readonly buffer_paths: readonly Path[];
  readonly buffers: readonly Uint8Array[];
}

/** Takes the bytes out of a state, as the widgets' messages want it: of objects they are left out, in lists null stands for them. */
export function separateBuffers(state: WidgetState): SeparatedState {
  const paths: Path[] = [];
  const buffers: Uint8Array[] = [];
  const take = (value: ArrayBufferView, path: Path): void => {
    paths.push(path);
    buffers.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  };
  const fields = (object: WidgetState, path: Path): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([name, value]): readonly (readonly [string, Json])[] => {
        if (!ArrayBuffer.isView(value)) return [[name, json(value, [...path, name])]];
        take(value, [...path, name]);
        return [];
      }),
    );
  const json = (value: Exclude<WidgetValue, ArrayBufferView>, path: Path): Json => {
    if (typeof value !== "object" || value === null) return value;
    if (!isList(value)) return fields(value, path);
    return value.map((item, place) => {
      if (!ArrayBuffer.isView(item)) return json(item, [...path, place]);
      take(item, [...path, place]);
      return null;
    });
  };
  return { state: fields(state, []), buffer_paths: paths, buffers };
}

const isList = (value: object): value is readonly WidgetValue[] => Array.isArray(value);

/** The reverse: puts the buffers of a message into its state, at the places that `paths` name. */
export function insertBuffers(
  state: JsonObject,
  paths: Json | undefined,
  buffers: readonly Uint8Array[],
): WidgetState {
  if (!Array.isArray(paths) || paths.length === 0) return state;
  return paths.reduce<WidgetState>((whole, path, place) => {
    const buffer = buffers[place];
    if (!Array.isArray(path) || buffer === undefined) return whole;
    const inserted = insertAt(whole, path, buffer);
    return isJsonObject(inserted) ? inserted : whole;
  }, state);
}

function insertAt(
  value: WidgetValue | undefined,
  [first, ...rest]: readonly Json[],
  buffer: Uint8Array,
): WidgetValue {
  if (first === undefined) return buffer;
  if (Array.isArray(value)) {
    const items: readonly WidgetValue[] = value;
    return items.map((item, place) => (place === first ? insertAt(item, rest, buffer) : item));
  }
  const fields =
    typeof value === "object" && value !== null && !ArrayBuffer.isView(value) ? { ...value } : {};
  const name = String(first);
  return { ...fields, [name]: insertAt(Reflect.get(fields, name), rest, buffer) };
}
