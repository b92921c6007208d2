/** How many positional arguments a name takes; a method's receiver counts. */
export interface Arity {
  readonly least: number;
  /** null where there is no limit. */
  readonly most: number | null;
}

/** Names before a dot that are no receiver of a method. */
const NAMESPACES: ReadonlySet<string> = new Set(["Array", "Math", "console", "random"]);

/**
 * The arity that the documentation promises: `sum(a, axis?, keepdims?)` takes 1 to 3 arguments, `a.copy()` its receiver,
 * `random.rand(n?, m?, …)` any number. Of several forms, as `arange(stop), arange(start, stop, step?)`, each is allowed.
 */
export function arityOf(signature: string): Arity {
  const forms = splitOutside(signature).map(arityOfForm);
  const most = forms.reduce<number | null>(
    (longest, form) => (longest === null || form.most === null ? null : Math.max(longest, form.most)),
    0,
  );
  return { least: Math.min(...forms.map((form) => form.least)), most };
}

function arityOfForm(form: string): Arity {
  const open = openingOfLast(form);
  const callee = form.slice(0, open);
  const receiver = callee.includes(".") && !NAMESPACES.has(callee.slice(0, callee.indexOf("."))) ? 1 : 0;
  const parameters = splitOutside(form.slice(open + 1, -1));
  const isRest = (parameter: string): boolean => parameter === "…" || parameter.startsWith("...");
  const isOptional = (parameter: string): boolean =>
    parameter.endsWith("?") || / = /.test(parameter) || isRest(parameter);
  return {
    least: receiver + parameters.filter((parameter) => !isOptional(parameter)).length,
    most: parameters.some(isRest) ? null : receiver + parameters.length,
  };
}

/** Where the parenthesis opens that the text ends with. */
function openingOfLast(form: string): number {
  let depth = 0;
  for (let at = form.length - 1; at >= 0; at--) {
    if (form[at] === ")") depth++;
    if (form[at] === "(" && --depth === 0) return at;
  }
  throw new Error(`The signature ${form} is no call`);
}

/** The parts between commas that are in no brackets. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character === "," && depth === 0 && !isQuoted) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}
