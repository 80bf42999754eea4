import jsYaml from "js-yaml";
import { isSequence, type LocatedSequence } from "../../document/located.ts";
import { CaseTriggers, decidingIds, type TriggerAnswers } from "../../simulate/cases/case-triggers.ts";
import type { ConditionId } from "../../simulate/evaluation/evaluation-rules.ts";
import { startedBuilds } from "../../simulate/overlap/started-builds.ts";
import type { Simulation } from "../../simulate/simulate.ts";
import type { CasesFile } from "./cases-file.ts";
import { NOTHING } from "./cases-schema.ts";

/** The keys of a new cases file before its cases. */
export interface NewFileHead {
  readonly specs: readonly string[];
  readonly assumeAccepted: boolean;
}

/** A new cases file. */
export function newFile({ specs, assumeAccepted }: NewFileHead, cases: readonly object[]): string {
  const named = specs.length === 1 ? specs[0] : specs;
  const head = { specs: named, ...(assumeAccepted && { "assume-accepted": true }) };
  return `${dump(head)}cases:\n${indented(dump(cases), "  ")}`;
}

/**
 * Returns the text of a cases file with one more case at the end of its list, and all other bytes
 * unchanged. Undefined if the list is not written as lines that start with a dash.
 */
export function appendCase({ source: { text }, list }: CasesFile, one: unknown): string | undefined {
  if (!list || !isSequence(list) || list.anchor) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const item = dump([one]);
  if (/^\[\s*\]$/.test(text.slice(list.span.start, list.span.end)))
    return replaced(text, list, item, newline);
  const last = list.items.at(-1);
  const indent = /(?:^|[\r\n])([ ]*)$/.exec(text.slice(0, list.span.start))?.[1];
  if (!last || indent === undefined || text[list.span.start] !== "-") return undefined;
  const gap = separated(text, list) ? newline : "";
  return insertAfter(text, last.span.end, gap + withNewlines(indented(item, indent), newline), newline);
}

/** An empty list in brackets is replaced by lines. */
function replaced(text: string, { span }: LocatedSequence, item: string, newline: string): string {
  const before = text.slice(0, span.start);
  const rest = text.slice(span.end);
  const bare = /^[ \t]*(?:[\r\n]|$)/.test(rest) ? before.trimEnd() : before;
  const end = bare.length;
  return insertAfter(bare + rest, end, withNewlines(indented(item, "  "), newline), newline);
}

/** Inserts lines after the line of an offset. */
function insertAfter(text: string, offset: number, lines: string, newline: string): string {
  const atStart = offset > 0 && text[offset - 1] === "\n";
  const end = atStart ? offset - 1 : text.indexOf("\n", offset);
  if (end < 0) return `${text}${newline}${lines}`;
  return text.slice(0, end + 1) + lines + text.slice(end + 1);
}

/** True if there is an empty line between the last two cases. */
function separated(text: string, { items }: LocatedSequence): boolean {
  const [one, other] = items.slice(-2);
  return other !== undefined && /\n[ \t]*\r?\n/.test(text.slice(one!.span.end - 1, other.span.start));
}

function dump(value: unknown): string {
  return jsYaml.safeDump(value, { lineWidth: -1, noRefs: true });
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

function withNewlines(text: string, newline: string): string {
  return newline === "\n" ? text : text.replaceAll("\n", newline);
}

/** Conditions that exclude a trigger for general reasons, which a case need not list. */
const FOREIGN: ReadonlySet<ConditionId> = new Set([
  "enabled",
  "repository",
  "event",
  "schedule",
  "git-trigger",
]);

/**
 * Returns today's verdicts as the keys of a case: all triggers that fire, the unknown ones, and
 * those that list such an event and skip, with the deciding conditions; for several events of one
 * user action the number of builds.
 */
export function recordedExpectations(simulations: readonly Simulation[]): Record<string, unknown> {
  const triggers = new CaseTriggers(simulations);
  const { all } = triggers;
  const fires = all.filter(({ verdict }) => verdict === "fires").map((each) => triggers.shortName(each));
  const unknown = all.filter(({ verdict }) => verdict === "unknown");
  const near = all.filter(
    (each) => each.verdict === "skips" && !decidingIds(each).some((id) => FOREIGN.has(id)),
  );
  const builds = startedBuilds(simulations);
  return {
    fires: fires.length > 0 ? fires : NOTHING,
    ...(unknown.length > 0 && { unknown: byName(unknown, triggers) }),
    ...(near.length > 0 && { skips: byName(near, triggers) }),
    ...(simulations.length > 1 && builds.perhaps === 0 && { builds: builds.certain.length }),
  };
}

function byName(
  named: readonly TriggerAnswers[],
  triggers: CaseTriggers,
): Record<string, ConditionId | ConditionId[]> {
  const entries = named.map((each) => {
    const [first, ...more] = decidingIds(each);
    return [triggers.shortName(each), more.length === 0 ? first! : [first!, ...more]];
  });
  return Object.fromEntries(entries);
}
