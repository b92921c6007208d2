/** The wanted channels of RGBA pixels: grey, grey and alpha, RGB, or all four. */
export function pickChannels(rgba: Uint8Array, pixels: number, channels: number): Uint8Array;
export function pickChannels(
  rgba: Uint8Array | Uint16Array,
  pixels: number,
  channels: number,
): Uint8Array | Uint16Array;
export function pickChannels(
  rgba: Uint8Array | Uint16Array,
  pixels: number,
  channels: number,
): Uint8Array | Uint16Array {
  const isWide = rgba instanceof Uint16Array;
  if (channels === 4 && !Buffer.isBuffer(rgba)) return rgba;
  const picked = isWide ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels);
  const alpha = channels === 2 ? 3 : null;
  for (let pixel = 0, to = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      picked[to++] = rgba[pixel * 4 + (channel === 1 ? (alpha ?? 1) : channel)] ?? 0;
    }
  }
  return picked;
}
