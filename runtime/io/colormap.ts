import { INFERNO, MAGMA, PLASMA, VIRIDIS } from "./colormap-tables.js";
import { coolwarm } from "./coolwarm.js";

/** 256 colours, each three bytes red, green, blue. */
export type ColorTable = Uint8Array;

export type ColormapName = "gray" | "viridis" | "magma" | "inferno" | "plasma" | "coolwarm";

const table = (hex: string): ColorTable => Uint8Array.from(Buffer.from(hex, "hex"));

const TABLES: { readonly [Name in ColormapName]: ColorTable } = {
  gray: Uint8Array.from({ length: 768 }, (_, index) => Math.floor(index / 3)),
  viridis: table(VIRIDIS),
  magma: table(MAGMA),
  inferno: table(INFERNO),
  plasma: table(PLASMA),
  coolwarm: coolwarm(),
};

/** @throws {RangeError} that lists the colormaps, where there is none of that name */
export function colormap(name: ColormapName): ColorTable {
  if (!Object.hasOwn(TABLES, name)) {
    throw new RangeError(
      `Unknown colormap ${JSON.stringify(name)}: use one of ${Object.keys(TABLES).join(", ")}`,
    );
  }
  return TABLES[name];
}
