/**
 * A module of TypeScript as JavaScript for browsers; JSX is not for them.
 * @throws SyntaxError that says where, counting lines from 1
 */
export async function transpileModule(text: string, name: string): Promise<string> {
  const { default: ts } = await import("#typescript");
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: `${name}.ts`,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const [problem] = diagnostics;
  if (problem === undefined) return outputText;
  const { line, character } = ts.getLineAndCharacterOfPosition(
    ts.createSourceFile(name, text, ts.ScriptTarget.ES2022),
    problem.start ?? 0,
  );
  const message = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
  throw new SyntaxError(`${name}:${line + 1}:${character + 1}: ${message}`);
}
