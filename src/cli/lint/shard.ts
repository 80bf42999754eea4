import type { ProjectEntry } from "../../lint/context.ts";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { redactLintResult } from "../../lint/redact-lint.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import type { IgnoreEntry } from "../../lint/suppress/suppress.ts";
import { UsageError } from "../command.ts";
import type { Linted } from "./finish.ts";

/** One of the parts into which a run is split, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What a report of a part keeps beside its findings, so that `merge-reports` can judge the rules across files and the ignore comments. */
export interface ShardField extends Shard {
  /** Whether inputs or configs could not be used, which is exit code 2. */
  readonly failed: boolean;
  /** The sets of rules that ran, by the rules with what outranks their severity. */
  readonly sets: readonly (readonly { readonly rule: string; readonly severity?: Severity }[])[];
  /** The files with the number of their set, in the order of the report. */
  readonly files: readonly ShardFile[];
}

/** A file of a part: its findings are those that no ignore comment has been applied to. */
export interface ShardFile {
  readonly path: string;
  readonly set: number;
  readonly pipelines: number;
  readonly facts: readonly ProjectEntry[];
  readonly ignores: readonly IgnoreEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `--shard 2/4`. Throws `UsageError` for anything but two whole numbers, the first of 1 to the second. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (index !== undefined && shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(
    `"--shard" cannot be "${text}"; give the number of the part and of all parts, such as "1/4"`,
  );
}

/** Whether a file belongs to a part: its path alone decides, so that a file stays in its part when others come and go. */
export function isInShard(path: string, { index, count }: Shard): boolean {
  return hashOf(path) % count === index - 1;
}

/** FNV-1a of 32 bits over UTF-16 code units, mixed once more, since short paths differ in few bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** What a report of a part keeps of a run; no secret of its files is in it. */
export function shardField(shard: Shard, linted: readonly Linted[], failed: boolean): ShardField {
  const files = redactLintResult(linted.map(({ result, text }) => ({ ...result, text })));
  const sets = [...new Set(linted.map(({ rules }) => rules))];
  return {
    ...shard,
    failed,
    sets: sets.map(activeOf),
    files: files.map(({ path, pipelines, facts, ignores, diagnostics }, at) => ({
      path,
      set: sets.indexOf(linted[at]!.rules),
      pipelines,
      facts,
      ignores,
      diagnostics,
    })),
  };
}

function activeOf({ active }: RuleSet): { rule: string; severity?: Severity }[] {
  return active.map(({ rule, severity }) => ({ rule: rule.id, ...(severity && { severity }) }));
}
