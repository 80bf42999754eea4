import type { Severity } from "../../lint/diagnostic.ts";
import type { Rule } from "../../lint/rule.ts";
import { printableJson } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";

/** The JSON that `dryfire rules --format json` prints. */
export interface RulesJson {
  readonly version: FormatVersion;
  /** The rules, by id. */
  readonly rules: readonly PrintedRule[];
}

/** One rule. */
export interface PrintedRule {
  /** The id. */
  readonly id: string;
  /** The severity of its findings. */
  readonly severity: Severity;
  /** The smallest preset that runs it. */
  readonly preset: "recommended" | "strict";
  /** Whether it offers fixes that `--fix` applies, or suggestions only. */
  readonly fixable: "safe" | "suggestion" | null;
  /** The fault that it finds. */
  readonly summary: string;
  /** Why that matters. */
  readonly why: string;
  /** The options, each with what it does. */
  readonly options: Readonly<Record<string, string>>;
  /** The sources that it is based on. */
  readonly sources: readonly string[];
  /** A page that describes it. Absent until the project has an address of its own. */
  readonly url?: string;
}

/** The list of rules as JSON; `fixable` has the kind of fix of the rules that offer one. */
export function rulesJson(
  all: readonly Rule[],
  fixable: Readonly<Record<string, PrintedRule["fixable"]>>,
): string {
  const rules = all.map(
    (rule): PrintedRule => ({
      id: rule.id,
      severity: rule.severity,
      preset: rule.preset ?? "recommended",
      fixable: fixable[rule.id] ?? null,
      summary: rule.summary,
      why: rule.why,
      options: rule.options ?? {},
      sources: rule.sources,
    }),
  );
  const list: RulesJson = { version: 1, rules };
  return `${printableJson(list, 2)}\n`;
}
