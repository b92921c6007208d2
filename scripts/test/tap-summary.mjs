/**
 * @typedef {{ path: string, details: readonly string[] }} Failure
 *   path: the file, subtests and assertion ("blur.test.js > zero margin > same shape"); details: its YAML lines
 * @typedef {{ file: string, seconds: number, passed: number, failed: number, skipped: number, failures: readonly Failure[] }} FileResult
 */

const testPoint =
  /^(?<not>not )?ok \d+(?: - (?<name>.*?))?(?: # time=(?<milliseconds>[\d.]+)ms)?(?<directive> # (?:SKIP|TODO)\b.*)?$/i;

/**
 * Reads TAP 14 with one subtest for each file, as tap's own reporter named "tap" writes it. Assertions are counted, not the
 * subtests around them; a file that fails without a failed assertion, or asserts nothing, counts as one failure.
 * @param {(result: FileResult) => void} onFile called as each file ends
 * @returns {(line: string) => void} takes the lines
 */
export function tapSummary(onFile) {
  /** @type {{ indent: number, name: string }[]} the subtests around the line */
  let open = [];
  let counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Failure[]} */
  let failures = [];
  /** @type {{ indent: number, inside: boolean, details: string[] }} what the YAML block below a test point fills */
  let yaml = { indent: 0, inside: false, details: [] };

  return (line) => {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (yaml.inside) {
      if (text === "..." && indent === yaml.indent) yaml.inside = false;
      else yaml.details.push(line.slice(yaml.indent));
      return;
    }
    if (text === "---" && indent === yaml.indent) {
      yaml.inside = true;
      return;
    }
    const subtest = /^# Subtest: (.*)$/.exec(text);
    if (subtest !== null) {
      // One that a time limit cut short has no end of its own.
      open = open.filter((each) => each.indent < indent);
      open.push({ indent, name: subtest[1] ?? "" });
    }
    const point = testPoint.exec(text)?.groups;
    if (point === undefined) return;

    const ok = point["not"] === undefined;
    const name = point["name"] ?? "";
    yaml = { indent: indent + 2, inside: false, details: [] };
    const last = open.at(-1);
    const closed = last?.indent === indent && (indent > 0 || last.name === name) ? open.pop() : undefined;
    if (closed === undefined && point["directive"] !== undefined) counts.skipped += 1;
    else if (closed === undefined && ok) counts.passed += 1;
    else if (closed === undefined) {
      counts.failed += 1;
      failures.push({ path: [...open.map((each) => each.name), name].join(" > "), details: yaml.details });
    }
    if (indent > 0) return;

    const empty = counts.passed + counts.failed + counts.skipped === 0;
    if (counts.failed === 0 && (!ok || empty)) {
      counts.failed = 1;
      failures.push({ path: empty ? `${name}: no assertion ran` : name, details: yaml.details });
    }
    const seconds = Number(point["milliseconds"] ?? 0) / 1000;
    onFile({ file: closed?.name ?? name, seconds, ...counts, failures });
    counts = { passed: 0, failed: 0, skipped: 0 };
    failures = [];
  };
}
