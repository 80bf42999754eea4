import type { ProjectEntry } from "./context.ts";
import { type Diagnostic, ruleUrl } from "./diagnostic.ts";
import type { ActiveRule, RuleSet } from "./rule-set.ts";

/** Judges the rules across files from what they kept of each file. Gives the diagnostics by the path of the file they belong to. */
export function lintProject(rules: RuleSet, entries: readonly ProjectEntry[]): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const active of rules.at("project")) {
    const own = entries.filter((entry) => entry.rule === active.rule.id);
    for (const [path, diagnostic] of judge(active, own)) {
      const known = found.get(path);
      if (known) known.push(diagnostic);
      else found.set(path, [diagnostic]);
    }
  }
  return found;
}

function judge(active: ActiveRule, entries: readonly ProjectEntry[]): [string, Diagnostic][] {
  const findings = active.rule.project?.judge(entries) ?? [];
  return findings.map(({ at, message, related = [] }) => {
    const { path, range, pointer, document, pipeline } = entries[at]!;
    const diagnostic: Diagnostic = {
      rule: active.rule.id,
      severity: active.severity ?? active.rule.severity,
      message,
      range,
      pointer,
      ...(document !== undefined && { document }),
      ...(pipeline !== undefined && { pipeline }),
      url: ruleUrl(active.rule.id),
      related: related.map((other) => ({
        message: other.message,
        range: entries[other.at]!.range,
        ...(entries[other.at]!.path !== path && { path: entries[other.at]!.path }),
      })),
    };
    return [path, diagnostic];
  });
}
