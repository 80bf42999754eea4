import { checkArguments, commandLine } from "./check-args.ts";
import { checkMatcher } from "./check-matchers.ts";
import { checkBaseline, checkCases, checkConfig, checkEvent, checkPayload } from "./check-others.ts";
import { checkParts } from "./check-parts.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkQuickly, checkSpecText } from "./check-text.ts";
import { grammarSpec, regex } from "./grammar.ts";
import { largeSpec } from "./large.ts";
import { mutate, noise } from "./mutate.ts";
import { mutateJson } from "./mutate-json.ts";
import { relayout } from "./mutate-layout.ts";
import { mutateYaml } from "./mutate-yaml.ts";
import { matcherTest } from "./patterns.ts";
import type { Random } from "./random.ts";
import type { Seeds } from "./seeds.ts";
import { headersFor } from "./webhook-headers.ts";

/** A test case: its kind, the text that reproduces it, and its check. */
export interface Case {
  readonly kind: string;
  readonly text: string;
  check(cwd: string): Promise<void>;
  /** A check of a few milliseconds, where `check` takes longer. */
  quickCheck?(): Promise<void>;
}

type Maker = (random: Random, seeds: Seeds) => Case;
type Make = (random: Random, seeds: Seeds) => string;

/** Makes a case of a random kind; with `quick`, of a kind that has a quick check or needs none. */
export function makeCase(random: Random, seeds: Seeds, quick = false): Case {
  return random.pick(quick ? QUICK : [...QUICK, ...SLOW])(random, seeds);
}

const spec =
  (kind: string, make: Make): Maker =>
  (random, seeds) => {
    const text = make(random, seeds);
    const other = random.pick(seeds.specs);
    return {
      kind,
      text,
      check: (cwd) => checkSpecText(cwd, text, other, random),
      quickCheck: () => checkQuickly(text, random),
    };
  };

/** Returns a seed text with changes to its characters, structure or layout. */
const mutated =
  (pick: (seeds: Seeds) => readonly string[]): Make =>
  (random, seeds) =>
    changed(random.pick(pick(seeds)), random, pick(seeds));

function changed(text: string, random: Random, others: readonly string[]): string {
  const ways: ((made: string) => string)[] = [
    (made) => mutate(made, random, others),
    (made) => mutateYaml(made, random),
    (made) => mutateYaml(relayout(made, random), random),
    (made) => relayout(mutateYaml(made, random), random),
    (made) => mutate(mutateYaml(relayout(made, random), random), random, others),
  ];
  return random.pick(ways)(text);
}

const SPECS: readonly Maker[] = [
  spec(
    "a changed spec",
    mutated(({ specs }) => specs),
  ),
  spec(
    "a changed spec",
    mutated(({ specs }) => specs),
  ),
  spec(
    "a changed spec",
    mutated(({ specs }) => specs),
  ),
  spec(
    "a changed definition",
    mutated(({ definitions }) => definitions),
  ),
  spec("a changed definition in a spec", (random, { definitions }) =>
    underSpec(mutateYaml(random.pick(definitions), random)),
  ),
  spec("a grammar-made spec", grammarSpec),
  spec("a grammar-made spec, changed", (random, { specs }) => changed(grammarSpec(random), random, specs)),
  spec("a text of the YAML test suite", (random, { yaml }) => random.pick(yaml)),
  spec("a text of the YAML test suite in a spec", (random, { yaml }) => underSpec(random.pick(yaml))),
  spec(
    "a changed text of the YAML test suite",
    mutated(({ yaml }) => yaml),
  ),
  spec("noise", noise),
  spec("filters", (random) => filters(random)),
  spec("a large spec", (random) => (random.oneIn(4) ? largeSpec(random) : grammarSpec(random))),
];

const OTHERS: readonly Maker[] = [
  (random, { configs }) => {
    const text = random.oneIn(2)
      ? changed(random.pick(configs), random, configs)
      : mutateJson(random.pick(configs), random);
    const check = async (cwd: string) => {
      await checkConfig(cwd, text);
      await checkBaseline(cwd, text);
    };
    return { kind: "a config", text, check };
  },
  (random, { cases }) => {
    const text = changed(random.pick(cases), random, cases);
    return { kind: "a file of cases", text, check: (cwd) => checkCases(cwd, text) };
  },
  (random, { payloads }) => {
    const old = random.pick(payloads);
    const text = random.oneIn(4) ? mutate(old, random, payloads) : mutateJson(old, random);
    return { kind: "a payload", text, check: (cwd) => checkPayload(cwd, text, headersFor(old, random)) };
  },
  (random, { events }) => {
    const text = mutateJson(random.pick(events), random);
    return { kind: "an event", text, check: (cwd) => checkEvent(cwd, text) };
  },
  (random, { specs }) => {
    const text = random.pick(specs);
    return {
      kind: "a command line",
      text,
      check: async (cwd) => checkArguments(cwd, await commandLine(random), text),
    };
  },
  (random, seeds) => {
    const tests = Array.from({ length: 20 }, () => matcherTest(random, seeds));
    const check = async () => {
      for (const each of tests) await checkMatcher(each);
    };
    return { kind: "patterns", text: JSON.stringify(tests), check };
  },
];

/** Specs matter most, so most cases are specs. */
const QUICK: readonly Maker[] = [...SPECS, ...OTHERS];

const SLOW: readonly Maker[] = [
  (random) => ({ kind: "a spec with a secret", text: "", check: (cwd) => checkSecrets(cwd, random) }),
  (random, seeds) => {
    const texts = random
      .list(3, () => mutated(({ specs }) => specs)(random, seeds))
      .concat(random.pick(seeds.specs));
    return {
      kind: "several specs",
      text: texts.join("\n\n"),
      check: (cwd) => checkParts(cwd, texts, random),
    };
  },
];

/** Returns a spec with a text as its steps, if the text can be indented. */
function underSpec(text: string): string {
  const below = text.replace(/^(?=.)/gm, "    ");
  return `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n  triggers: []\n  steps:\n${below}`;
}

function filters(random: Random): string {
  const lines = Array.from({ length: 1 + random.below(6) }, () => {
    const fields = ["branchRegex", "commentRegex", "pullRequestTargetBranchRegex"].map(
      (key) => `${key}: ${JSON.stringify(regex(random))}`,
    );
    return `    - {name: t, type: git, repo: a/b, events: [push.heads, pullrequest.commentAdded], ${fields.join(", ")}}\n`;
  });
  return `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n  triggers:\n${lines.join("")}  steps: {a: {image: b}}\n`;
}
