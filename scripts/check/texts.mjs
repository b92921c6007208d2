import { basename } from "node:path";

const longestFile = 400;

/** @type {readonly { file: RegExp, except?: RegExp, pattern: RegExp, message: string }[]} */
const patterns = [
  {
    file: /^(kernel|compiler|runtime|kernelspec)\/.*\.ts$/,
    except: /^runtime\/native\.ts$/,
    pattern: /["\x60][^"\x60]*\.node["\x60]|\bdlopen\(/,
    message: "only runtime/native.ts loads the addon",
  },
  {
    file: /\.ts$/,
    pattern: /@ts-(ignore|expect-error|nocheck)/,
    message: "fix the type instead of hiding its error",
  },
  {
    file: /\.ts$/,
    pattern: /\bas (any|never)\b|\bas unknown as\b/,
    message: "a cast must not lie: narrow the value instead",
  },
  {
    file: /\.(ts|mjs|cc|h)$/,
    pattern: /\b(TODO|FIXME)[:( ]/,
    message: "finish it or leave it out",
  },
];

const vague = /^(index|(.*[-_])?(utils?|helpers?|common|misc))\.(ts|mjs|cc|h)$/;

/**
 * What breaks the rules on file names, length and text.
 * @param {{ path: string, text: string }} file path: relative to the project
 */
export function textViolations({ path, text }) {
  const lines = text.split("\n");
  const name = basename(path);
  const native = /\.(cc|h)$/.test(name);
  const style = native ? /^[a-z0-9_]+\.(cc|h)$/ : /^[a-z0-9-]+(\.test|\.d)?\.(ts|mjs)$/;
  return [
    ...(lines.length > longestFile + 1
      ? [`${path} has ${lines.length - 1} lines; split it (at most ${longestFile})`]
      : []),
    ...(style.test(name) ? [] : [`${path} is not named in ${native ? "snake_case" : "kebab-case"}`]),
    ...(vague.test(name) ? [`${path} says nothing of what is in it; name it after what it exports`] : []),
    ...patterns
      .filter(({ file, except }) => file.test(path) && !except?.test(path))
      .flatMap(({ pattern, message }) =>
        lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${message}`] : [])),
      ),
  ];
}
