import type { ResultTemplate } from "../compiler/frontend/signature.js";
import type { SourceText, Span } from "../compiler/source.js";
import type { CallPlan } from "./call-plan.js";
import type { KeptPlan, KeptResult, KeptSpan } from "./kept-kernel.js";
import type { Lookups } from "./record-lookups.js";

/** A plan as data that can be kept; null where it needs more than `sources`, or what `lookups` says of names. */
export function packPlan(plan: CallPlan, sources: readonly SourceText[], lookups: Lookups): KeptPlan | null {
  const place = ({ source, start, end }: Span): KeptSpan => [sources.indexOf(source), start, end];
  const result = packResult(plan.result);
  const spans = [...plan.sites.map(({ span }) => span), ...plan.loops.filter((span) => span !== null)];
  const isKnown = spans.every(({ source }) => sources.includes(source));
  // A constant of a cell that the session does not hold.
  const isFree = plan.free.every(({ name, type }) => lookups.has(name) && lookups.get(name) === type);
  if (result === null || !isKnown || !isFree) return null;
  return {
    ...plan,
    result,
    sites: plan.sites.map((site) => ({ ...site, span: place(site.span) })),
    loops: plan.loops.map((span) => (span === null ? null : place(span))),
    free: plan.free.map(({ name }) => name),
  };
}

/** Null for functions, which are in no file. */
function packResult(template: ResultTemplate): KeptResult | null {
  switch (template.kind) {
    case "function":
      return null;
    case "tuple": {
      const items = template.items.map(packResult).filter((item) => item !== null);
      return items.length === template.items.length ? { kind: "tuple", items } : null;
    }
    case "object": {
      const fields = template.fields.flatMap(([name, field]) => {
        const packed = packResult(field);
        return packed === null ? [] : [[name, packed] as const];
      });
      return fields.length === template.fields.length ? { kind: "object", fields } : null;
    }
    default:
      return template;
  }
}

/** The plan that `packPlan` was given, with the texts of this session; null where it names others. */
export function unpackPlan(
  kept: KeptPlan,
  sources: readonly SourceText[],
  lookups: Lookups,
): CallPlan | null {
  const isKnown = [...kept.sites.map(({ span }) => span), ...kept.loops].every(
    (span) => span === null || span[0] < sources.length,
  );
  const [own] = sources;
  if (!isKnown || own === undefined || !kept.free.every((name) => lookups.has(name))) return null;
  const place = ([source, start, end]: KeptSpan): Span => ({ source: sources[source] ?? own, start, end });
  return {
    ...kept,
    sites: kept.sites.map((site) => ({ ...site, span: place(site.span) })),
    loops: kept.loops.map((span) => (span === null ? null : place(span))),
    free: kept.free.map((name) => ({ name, type: lookups.get(name) })),
  };
}
