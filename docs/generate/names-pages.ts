import { basename } from "node:path";
import type { Family, Group, NameEntry } from "../../compiler/frontend/names/entry.js";
import { NAME_TABLES, underscored } from "../../compiler/frontend/names/registry.js";
import { PARALLEL_PAGE } from "./render-page.js";

/** A page of the documentation: its file in `docs/`, and its Markdown. */
export interface Page {
  readonly file: string;
  readonly markdown: string;
  /** Whether the examples run in an empty folder, as they write files. */
  readonly inEmptyFolder?: boolean;
}

const MADE = "<!-- Made by `npm run docs` from compiler/frontend/names: change it there. -->";

const INTRODUCTIONS: Readonly<Record<Family, string>> = {
  elementwise:
    "Functions of each element. Neighbouring ones fuse into one parallel loop, whatever their number. Where `Math.x` and NumPy's `x` differ, each keeps its own meaning.",
  casts: "A dtype is also a function that converts to it.",
  reductions:
    "Parallel loops that give one value, or one for each position along the axes that stay. A reduction fuses with what computes its argument, and gives the same bits on any number of threads.",
  "scans and order": "Running sums, differences, sorting and searching, all in parallel.",
  creation: "Arrays from nothing, from values and from functions of the index.",
  "linear algebra":
    "Products of a matrix with a vector and of two vectors are parallel loops, which fuse with the expressions around them. Products of two matrices are computed in blocks.",
  shape: "Other shapes of the same elements, and arrays put together.",
  random:
    "Random numbers that do not depend on the number of threads: the value at an index is a function of the seed, the call and the index. The examples set the seed, so that they can be repeated.",
  loops: "What loops run over.",
  "user functions": "Functions that are made from functions of your own.",
};

/** One page for each family of names, made from the table of names. */
export function namesPages(): readonly Page[] {
  const entries = NAME_TABLES.flat();
  const families = [...new Set(entries.map(({ group }) => group.family))];
  const pages = families.map((family) => ({
    file: familyFile(family),
    markdown: familyPage(
      family,
      entries.filter(({ group }) => group.family === family),
    ),
  }));
  return [{ file: "language/names.md", markdown: indexPage(families, entries) }, ...pages];
}

/** All names, by family and by group, each with a link to its section. */
function indexPage(families: readonly Family[], entries: readonly NameEntry[]): string {
  const rows = families.flatMap((family) => {
    const ofFamily = entries.filter(({ group }) => group.family === family);
    return [...new Set(ofFamily.map(({ group }) => group))].map((group) => {
      const links = ofFamily
        .filter((entry) => entry.group === group)
        .map(({ names: [name = ""] }) => `[\`${name}\`](${basename(familyFile(family))}#${anchorOf(name)})`);
      return `| [${group.title}](${basename(familyFile(family))}#${anchorOf(group.title)}) | ${links.join(" ")} |`;
    });
  });
  return [
    MADE,
    "",
    "# Names",
    "",
    "The names that a parallel cell has without declaring them. Each may be written bare (`exp`), after `np.` (`np.exp`), and in",
    "NumPy's spelling (`standard_normal`); those of JavaScript's `Math` also after `Math.`. In ordinary cells they stand in `np`.",
    "",
    "| group | names |",
    "| --- | --- |",
    ...rows,
    "",
    "Constants are `Infinity`, `NaN`, `np.pi`, `np.e`, `np.inf`, `np.nan`, and those of `Math` and `Number`.",
    "",
  ].join("\n");
}

const familyFile = (family: Family): string => `language/${family.replaceAll(" ", "-")}.md`;

function familyPage(family: Family, entries: readonly NameEntry[]): string {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const sections = groups.map((group) =>
    groupSection(
      group,
      entries.filter((entry) => entry.group === group),
    ),
  );
  return [
    MADE,
    PARALLEL_PAGE,
    "",
    `# ${capitalized(family)}`,
    "",
    `${INTRODUCTIONS[family]} The examples are texts of \`%%parallel\` cells; [all names](names.md).`,
    "",
    ...sections,
  ].join("\n");
}

function groupSection({ title, shapes, dtypes, errors }: Group, entries: readonly NameEntry[]): string {
  return [
    `## ${title}`,
    "",
    entries.map(({ names: [name = ""] }) => `[\`${name}\`](#${anchorOf(name)})`).join(" · "),
    "",
    `- **Shapes.** ${shapes}`,
    `- **Dtypes.** ${dtypes}`,
    `- **Errors.** ${errors}`,
    "",
    ...entries.map(nameSection),
  ].join("\n");
}

function nameSection(entry: NameEntry): string {
  const [name = ""] = entry.names;
  const also = spellingsOf(entry);
  return [
    `### ${name}`,
    "",
    `\`${entry.signature}\` — ${entry.summary}${also.length === 0 ? "" : ` Also ${also.map((each) => `\`${each}\``).join(", ")}.`}`,
    "",
    "```ts",
    entry.example,
    "```",
    "",
  ].join("\n");
}

/** The other ways to write a name; `np.` may stand before all of them but those of JavaScript's own objects. */
function spellingsOf({ names, method, math, signature }: NameEntry): readonly string[] {
  const [name = "", ...aliases] = names;
  const spelled = [...aliases, ...names.map(underscored)];
  const inMath = math ? names.map((each) => `Math.${each}`) : [];
  const isOnlyMethod = signature.startsWith("a.");
  const asMethod = method && !isOnlyMethod && !signature.includes(`a.${name}(`) ? [`a.${name}(…)`] : [];
  return [...new Set([...spelled, ...inMath, ...asMethod])].filter((each) => each !== name);
}

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
