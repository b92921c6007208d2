type Triple = readonly [number, number, number];

const COOL: Triple = [59, 76, 192];
const WARM: Triple = [180, 4, 38];
/** The lightness in the middle. */
const MIDDLE = 88;

/**
 * 256 colours from blue through near white to red, evenly spaced to the eye: for values on both sides of a middle.
 * Kenneth Moreland, "Diverging Color Maps for Scientific Visualization (Expanded)", 2009.
 */
export function coolwarm(): Uint8Array {
  const [cool, warm] = [toMsh(COOL), toMsh(WARM)];
  const middle = Math.max(cool[0], warm[0], MIDDLE);
  return Uint8Array.from(
    Array.from({ length: 256 }, (_, index) => {
      const share = index / 255;
      const end = share < 0.5 ? cool : warm;
      const white: Triple = [middle, 0, spunHue(end, middle)];
      const weight = share < 0.5 ? 2 * share : 2 - 2 * share;
      return toRgb([
        between(end[0], white[0], weight),
        between(end[1], white[1], weight),
        between(end[2], white[2], weight),
      ]);
    }).flat(),
  );
}

const between = (from: number, to: number, share: number): number => from + (to - from) * share;

/** The hue that white is given so that the way to it looks straight. */
function spunHue([magnitude, saturation, hue]: Triple, middle: number): number {
  if (magnitude >= middle) return hue;
  const spin = (saturation * Math.sqrt(middle ** 2 - magnitude ** 2)) / (magnitude * Math.sin(saturation));
  return hue > -Math.PI / 3 ? hue + spin : hue - spin;
}

/** White point D65. */
const WHITE: Triple = [0.9505, 1, 1.089];

/** sRGB of 8 bits as magnitude, saturation and hue: CIELAB in spherical coordinates. */
function toMsh(rgb: Triple): Triple {
  const linear = (part: number): number =>
    part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const f = (value: number): number =>
    value > 216 / 24389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29;
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / WHITE[0]);
  const y = f((0.2126 * r + 0.7152 * g + 0.0722 * b) / WHITE[1]);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / WHITE[2]);
  const lab: Triple = [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  const magnitude = Math.hypot(...lab);
  return [magnitude, Math.acos(lab[0] / magnitude), Math.atan2(lab[2], lab[1])];
}

function toRgb([magnitude, saturation, hue]: Triple): number[] {
  const y = (magnitude * Math.cos(saturation) + 16) / 116;
  const x = y + (magnitude * Math.sin(saturation) * Math.cos(hue)) / 500;
  const z = y - (magnitude * Math.sin(saturation) * Math.sin(hue)) / 200;
  const f = (value: number): number => (value > 6 / 29 ? value ** 3 : (108 / 841) * (value - 4 / 29));
  const [cx, cy, cz] = [WHITE[0] * f(x), WHITE[1] * f(y), WHITE[2] * f(z)];
  const linear = [
    3.2406 * cx - 1.5372 * cy - 0.4986 * cz,
    -0.9689 * cx + 1.8758 * cy + 0.0415 * cz,
    0.0557 * cx - 0.204 * cy + 1.057 * cz,
  ];
  return linear.map((part) => {
    const value = part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  });
}
