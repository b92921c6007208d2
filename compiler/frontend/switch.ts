import ts from "#typescript";
import { compare } from "./arithmetic.js";
import type { Context } from "./context.js";
import { alwaysLeaves } from "./returns.js";
import { expectScalar, idOf } from "./scalars.js";
import { Scope } from "./scope.js";

/**
 * `switch` on a scalar: a chain of comparisons. A case falls through to the next one as in TypeScript, by a variable
 * that stays set once a case has matched.
 */
export function switchStatement(cx: Context, node: ts.SwitchStatement, scope: Scope): void {
  const subject = expectScalar(
    cx,
    cx.front.expression(cx, node.expression, scope),
    node.expression,
    "The value of `switch`",
  );
  const span = cx.span(node);
  const label = cx.tables.label();
  const matched = cx.tables.slot({ kind: "scalar", dtype: "bool" }, "switch");
  const inner = new Scope(scope);
  const { clauses } = node.caseBlock;
  const jump = { label, name: null, kind: "switch", round: null, parallelDepth: cx.parallelDepth } as const;
  const readMatched = (at: ts.Node) => {
    const out = cx.value({ kind: "scalar", dtype: "bool" });
    cx.emit({ kind: "get", out, slot: matched, span: cx.span(at) });
    return out;
  };
  const runFrom = (list: readonly ts.CaseOrDefaultClause[]): void => {
    for (const clause of list) {
      if (ts.isCaseClause(clause)) {
        const value = expectScalar(
          cx,
          cx.front.expression(cx, clause.expression, inner),
          clause.expression,
          "A case",
        );
        const same = idOf(cx, compare(cx, "eq", subject, value, clause), clause);
        const before = readMatched(clause);
        const either = cx.value({ kind: "scalar", dtype: "bool" });
        cx.emit({ kind: "binary", out: either, op: "or", a: before, b: same, span: cx.span(clause) });
        cx.emit({ kind: "set", slot: matched, value: either, span: cx.span(clause) });
      }
      const body = cx.region(() => cx.front.statements(cx, clause.statements, inner));
      cx.emit({
        kind: "if",
        condition: readMatched(clause),
        then: body.ops,
        otherwise: [],
        span: cx.span(clause),
      });
    }
  };
  const body = cx.region(() =>
    cx.withJump(jump, () => {
      cx.emit({ kind: "declare", slot: matched, span });
      runFrom(clauses);
      const fallback = clauses.findIndex(ts.isDefaultClause);
      if (fallback < 0) return;
      // Nothing matched, or control fell through the end: then there is nothing more to run, else start at default.
      const always = cx.value({ kind: "scalar", dtype: "bool" });
      const unmatched = cx.value({ kind: "scalar", dtype: "bool" });
      const before = readMatched(node);
      cx.emit({ kind: "unary", out: unmatched, op: "not", a: before, span });
      const rest = cx.region(() => {
        cx.emit({ kind: "const", out: always, value: true, span });
        cx.emit({ kind: "set", slot: matched, value: always, span });
        for (const clause of clauses.slice(fallback)) {
          cx.splice(cx.region(() => cx.front.statements(cx, clause.statements, inner)).ops);
          if (clause.statements.some(alwaysLeaves)) return;
        }
      });
      cx.emit({ kind: "if", condition: unmatched, then: rest.ops, otherwise: [], span });
    }),
  );
  cx.emit({ kind: "block", label, body: body.ops, span });
}
