import { copyOf } from "../layouts.js";
import { expectOperand } from "../operators.js";
import { convert } from "../scalars.js";
import { updateElements } from "../updates.js";
import { UNDEFINED } from "../value.js";
import { arrayArgument, dtypeArgument, onlyOptions, required } from "./arguments.js";
import { entriesOf } from "./entries-of.js";
import type { NameEntry } from "./entry.js";
import { COPIES } from "./groups.js";

const astype: NameEntry["call"] = (cx, site) => {
  const value = required(cx, site, 0, "a");
  const wanted = site.args[1] ?? site.options.get("dtype");
  const dtype = dtypeArgument(cx, wanted, site.node);
  if (dtype === null) throw cx.typeError('astype needs a dtype: a.astype("float32").', site.node);
  if (value.kind === "scalar") return convert(cx, value, dtype, site.node);
  return copyOf(cx, arrayArgument(cx, site, 0, "a"), dtype, site.node);
};

const copy: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, []);
  const array = arrayArgument(cx, site, 0, "a");
  return copyOf(cx, array, array.dtype, site.node);
};

const fill: NameEntry["call"] = (cx, site) => {
  onlyOptions(cx, site, []);
  const array = arrayArgument(cx, site, 0, "a");
  const value = expectOperand(cx, required(cx, site, 1, "value"), site.name, site.node);
  if (value.kind === "array") throw cx.typeError('fill takes a scalar: write a[":"] = b.', site.node);
  updateElements(cx, array, [], { description: "fill", kind: "update" }, site.node, () => value);
  return UNDEFINED;
};

const entry = entriesOf(COPIES, { method: true });

/** The methods that copy or fill an array (language.md section 3). */
export const copies: readonly NameEntry[] = [
  entry(
    "copy",
    "a.copy()",
    "A row-major copy.",
    "const a = array([1, 2, 3]);\nconst b = a.copy();\nb[0] = 9;\n[a, b]",
    copy,
  ),
  entry(
    "astype",
    "a.astype(dtype)",
    "A copy converted to another dtype, as a cast converts.",
    "array([1.5, 2.5]).astype(int32)",
    astype,
  ),
  entry(
    "fill",
    "a.fill(value)",
    "Sets every element to one value, in place.",
    "const a = zeros([2, 2]);\na[0].fill(7);\na",
    fill,
  ),
];
