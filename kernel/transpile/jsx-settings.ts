import ts from "#typescript";
import { collectDeclarations, type Mutability } from "./declarations.js";
import { NAMESPACE } from "./runtime-names.js";

/** Whether the text of a cell, which is no TypeScript, could be right as TypeScript with JSX. */
export const mayBeJsx = (source: string): boolean => /<(?:\w|>)/.test(source);

/** `@jsx h` or `@jsxFrag Fragment` in a comment: what the elements of the cell become calls of. */
const PRAGMA = /@jsx(Frag)?[ \t]+([\w$.]+)/g;

/**
 * How the JSX of a cell is transpiled. TypeScript writes the calls itself, when names have been rewritten: so the functions
 * are named as they stand in the namespace object, and the pragmas are taken out of the text, without moving anything.
 */
export function jsxSettings(
  source: string,
  known: ReadonlyMap<string, Mutability>,
): { readonly text: string; readonly options: ts.CompilerOptions } {
  const { shared, locals } = collectDeclarations(
    ts.createSourceFile("cell.tsx", source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX),
  );
  const rewritten = (name: string): string => {
    const [root = ""] = name.split(".");
    return known.has(root) || shared.has(root) || locals.has(root) ? `${NAMESPACE}.${name}` : name;
  };
  let factory = "React.createElement";
  let fragment = "React.Fragment";
  const text = source.replace(PRAGMA, (pragma, isFragment: string | undefined, name: string) => {
    if (isFragment === undefined) factory = name;
    else fragment = name;
    return " ".repeat(pragma.length);
  });
  return {
    text,
    options: {
      jsx: ts.JsxEmit.React,
      jsxFactory: rewritten(factory),
      jsxFragmentFactory: rewritten(fragment),
    },
  };
}
