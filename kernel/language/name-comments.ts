import { type DocumentedName, documentedNames } from "../../runtime/documented-names.js";

/** A documentation comment with a name's signature, what it gives, and an example. */
export function commentOf({ signature, summary, example }: DocumentedName): string {
  const lines = [`\`${signature}\``, "", summary, "", "@example", ...example.split("\n")];
  return `/**\n${lines.map((line) => ` * ${line.replaceAll("*/", "* /")}`).join("\n")}\n */`;
}

/** The names without a dot, and those of a namespace without it. */
export const bareNames = (): readonly DocumentedName[] =>
  documentedNames.filter(({ name }) => !name.includes("."));
export const namesOf = (namespace: string): readonly DocumentedName[] =>
  documentedNames
    .filter(({ name }) => name.startsWith(`${namespace}.`))
    .map((documented) => ({ ...documented, name: documented.name.slice(namespace.length + 1) }));
