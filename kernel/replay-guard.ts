/** Signatures that are remembered: who replays an older message can do so only as long as the kernel has not forgotten it. */
const REMEMBERED = 1 << 16;

/** Tells whether a signature was there before. Messages carry an identifier and a time, so no two that are signed alike are two. */
export function createReplayGuard(): (signature: string) => boolean {
  const seen = new Set<string>();
  return (signature) => {
    // Connections without a key have no signatures.
    if (signature === "") return false;
    if (seen.has(signature)) return true;
    seen.add(signature);
    if (seen.size > REMEMBERED) {
      const [oldest = ""] = seen;
      seen.delete(oldest);
    }
    return false;
  };
}
