/** Whether a version ("20.20.2") is at least another ("20.19"), by major and minor. */
export function isAtLeast(/** @type {string} */ version, /** @type {string} */ oldest) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
