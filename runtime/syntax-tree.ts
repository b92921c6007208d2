import ts from "#typescript";

/** Some kinds have a second name, as the first or last of a range. */
const KINDS = new Map(
  Object.entries(ts.SyntaxKind).flatMap(([name, kind]) =>
    typeof kind === "number" && !/^(First|Last)[A-Z]/.test(name) ? [[kind, name] as const] : [],
  ),
);

/** The syntax tree of a program's text: a node a line, indented by depth, names and literals with their text. */
export function syntaxTree(text: string): string {
  const lines: string[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    const isLeaf = ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isPrivateIdentifier(node);
    lines.push(
      `${"  ".repeat(depth)}${KINDS.get(node.kind) ?? node.kind}${isLeaf ? ` ${node.getText(file)}` : ""}`,
    );
    ts.forEachChild(node, (child) => visit(child, depth + 1));
  };
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ESNext, true);
  for (const statement of file.statements) visit(statement, 0);
  return lines.join("\n");
}
