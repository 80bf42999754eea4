import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import type { IgnoreEntry } from "../../lint/suppress/suppress.ts";
import { type Fingerprinted, fingerprint } from "../../report/lint/fingerprint.ts";
import type { ShardField } from "../../report/lint/lint-report.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { joinSpans } from "../../util/spans.ts";
import { UsageError } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import type { Input } from "../input/read-inputs.ts";
import { VERSION } from "../version.ts";
import { digest, rulesOf } from "./lint-cache.ts";
import { type Linted, shownText } from "./report-run.ts";

/** The maximum number of parts. */
export const MAX_SHARDS = 999_999;

/** One of the parts into which a run is split, counted from 1. */
export class Shard {
  readonly #index: number;
  readonly #count: number;

  /** Parses `2/4`: two whole numbers, the first of 1 to the second. Throws `UsageError`. */
  constructor(text: string) {
    const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
    this.#index = Number(index);
    this.#count = Number(count);
    if (index !== undefined && this.#index >= 1 && this.#index <= this.#count && this.#count <= MAX_SHARDS)
      return;
    throw new UsageError(
      `"--shard" cannot be "${text}"; write the part and the number of parts, such as 1/4`,
    );
  }

  /** True if a file belongs to the part. Only its path decides. */
  includes(path: string): boolean {
    return hashOf(path) % this.#count === this.#index - 1;
  }

  /** The field of the JSON report, without secrets of files. `found` are those of all parts. */
  async field(
    linted: readonly Linted[],
    { failed, found, configs }: { failed: boolean; found: readonly Input[]; configs: Configs },
  ): Promise<ShardField> {
    const shown = await redactPaths(linted.map((file) => ({ ...file, text: shownText(file) })));
    const files = await redactLintResult(shown);
    const sets = [...new Set(linted.map(({ rules }) => rules))];
    return {
      index: this.#index,
      count: this.#count,
      failed,
      ...(await digestsOf(found, configs)),
      sets: sets.map(activeOf),
      files: files.map((file, at) => ({
        path: file.path,
        set: sets.indexOf(file.rules),
        pipelines: file.pipelines,
        facts: file.facts,
        ignores: file.ignores,
        diagnostics: file.diagnostics,
        fingerprints: fingerprintsOf(file, linted[at]!),
        ...(file.failOn && { failOn: file.failOn }),
      })),
    };
  }
}

/** The digests of a run that all its parts have. A report of another part is found like a spec. */
async function digestsOf(
  found: readonly Input[],
  configs: Configs,
): Promise<Pick<ShardField, "found" | "settings">> {
  const files = found.filter(({ path, named }) => named || !/\.json$/i.test(path));
  const texts = new Map<FileConfig | "ignored" | undefined, string>();
  const settings = new Map<string, number>();
  const used: number[] = [];
  for (const { absolute } of files) {
    const config = await configs.for(absolute);
    const text = getOrAdd(texts, config, () => settingsOf(config));
    used.push(getOrAdd(settings, text, () => settings.size));
  }
  return {
    found: digest(JSON.stringify(files.map(({ path }) => path))),
    settings: digest(JSON.stringify([VERSION, [...settings.keys()], used])),
  };
}

function settingsOf(config: FileConfig | "ignored" | undefined): string {
  if (config === undefined || config === "ignored") return String(config);
  const { rules, settings, failOn } = config;
  return JSON.stringify([rulesOf(rules), settings, failOn]);
}

/** The findings that a file may have about its ignore comments, without their messages. */
export function findingsAboutIgnores(ignores: readonly IgnoreEntry[], rules: RuleSet): Fingerprinted[] {
  return rules.at("suppression").flatMap(({ rule: { id } }) =>
    ignores.map(({ range, pipeline }) => ({
      rule: id,
      pointer: "",
      range,
      ...(pipeline !== undefined && { pipeline }),
    })),
  );
}

/** The fingerprints of what is shown of a file; only the file itself has the text. */
function fingerprintsOf(
  { diagnostics, facts, ignores, rules, secrets }: Omit<Linted, "text">,
  { text, unread }: Linted,
): string[] {
  const shown = [...diagnostics, ...facts, ...findingsAboutIgnores(ignores, rules)];
  if (shown.length === 0) return [];
  const hidden = joinSpans(secrets);
  const own = text ?? unread?.readText();
  return shown.map((each) => fingerprint(each, own ?? "", hidden));
}

/** FNV-1a of 32 bits, mixed once more, since short paths differ in few bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function activeOf({ active }: RuleSet): ShardField["sets"][number] {
  return active.map(({ rule, severity }) => ({ rule: rule.id, ...(severity && { severity }) }));
}
