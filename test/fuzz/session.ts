import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFixedStdin, checkOrder, checkReports, checkRuns } from "./check-commands.ts";
import { checkBaseline, checkCases, checkConfig, checkPayload } from "./check-others.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSpec } from "./check-spec.ts";
import { eventFlags } from "./events.ts";
import { Find } from "./find.ts";
import { grammarSpec, regex } from "./grammar.ts";
import { mutate, noise } from "./mutate.ts";
import { Random } from "./random.ts";
import { readSeeds, type Seeds } from "./seeds.ts";

/** One input that broke a promise; `seed` is that of the case, which has it again. */
export interface Broken {
  readonly find: Find;
  readonly kind: string;
  readonly seed: number;
  readonly text: string;
}

/** What a session did. */
export interface Session {
  readonly cases: number;
  readonly seconds: number;
  readonly broken: readonly Broken[];
}

/** How long a session lasts, and what it is told to stop at. */
export interface SessionOptions {
  readonly seed: number;
  readonly seconds: number;
  /** No more cases than this. */
  readonly most?: number;
  /** Finds after which it stops. */
  readonly finds?: number;
  /** Is told of every find at once. */
  readonly onBroken?: (broken: Broken) => void;
}

/** Checks random inputs of all kinds for some seconds. The n-th case of a seed is always the same. */
export async function fuzz({
  seed,
  seconds,
  most = Number.POSITIVE_INFINITY,
  finds = 1,
  onBroken,
}: SessionOptions): Promise<Session> {
  const seeds = readSeeds();
  const start = performance.now();
  const broken: Broken[] = [];
  const elapsed = () => (performance.now() - start) / 1_000;
  let cases = 0;
  for (; cases < most && elapsed() < seconds && broken.length < finds; cases++) {
    const found = await runCase((seed + cases) >>> 0, seeds);
    if (!found) continue;
    broken.push(found);
    onBroken?.(found);
  }
  return { cases, seconds: elapsed(), broken };
}

/** Makes the case of a seed and checks it. */
export async function runCase(seed: number, seeds: Seeds = readSeeds()): Promise<Broken | undefined> {
  const random = new Random(Math.imul(seed, 0x9e3779b1));
  const { kind, text, check } = makeCase(random, seeds);
  const cwd = mkdtempSync(join(tmpdir(), "dryfire-fuzz-"));
  try {
    await check(cwd);
    return undefined;
  } catch (error) {
    const find =
      error instanceof Find ? error : new Find("no exception escapes", String((error as Error).stack));
    return { find, kind, seed, text };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

interface Case {
  readonly kind: string;
  readonly text: string;
  check(cwd: string): Promise<void>;
}

type Maker = (random: Random, seeds: Seeds) => Case;

const spec =
  (kind: string, make: (random: Random, seeds: Seeds) => string): Maker =>
  (random, seeds) => {
    const text = make(random, seeds);
    const other = random.pick(seeds.specs);
    return { kind, text, check: (cwd) => checkSpecText(cwd, text, other, random) };
  };

/** What a case costs most is the number of commands: each spec is checked by the library and by some of the commands. */
async function checkSpecText(cwd: string, text: string, other: string, random: Random): Promise<void> {
  await checkSpec(text);
  if (random.oneIn(3)) await checkReports(cwd, text);
  if (random.oneIn(3)) await checkRuns(cwd, text, eventFlags(random, text));
  if (random.oneIn(8)) await checkOrder(cwd, text, other);
  if (random.oneIn(8)) await checkFixedStdin(cwd, text);
}

const mutated = (pick: (seeds: Seeds) => readonly string[]) => (random: Random, seeds: Seeds) =>
  mutate(random.pick(pick(seeds)), random, seeds.specs);

const MAKERS: readonly Maker[] = [
  spec(
    "a mutated spec",
    mutated(({ specs }) => specs),
  ),
  spec(
    "a mutated spec",
    mutated(({ specs }) => specs),
  ),
  spec("a grammar-made spec", grammarSpec),
  spec("a grammar-made spec, mutated", (random, seeds) => mutate(grammarSpec(random), random, seeds.specs)),
  spec("a text of the YAML test suite", (random, { yaml }) => random.pick(yaml)),
  spec("a text of the YAML test suite in a spec", (random, { yaml }) => underSpec(random.pick(yaml))),
  spec(
    "a mutated text of the YAML test suite",
    mutated(({ yaml }) => yaml),
  ),
  spec("noise", noise),
  spec("filters", (random) => filters(random)),
  (random, { specs }) => {
    const text = random.pick(specs);
    return { kind: "a spec with a secret", text, check: (cwd) => checkSecrets(cwd, random) };
  },
  (random, seeds) => {
    const text = mutate(random.pick(seeds.configs), random, seeds.configs);
    return {
      kind: "a config",
      text,
      check: async (cwd) => {
        await checkConfig(cwd, text);
        await checkBaseline(cwd, text);
      },
    };
  },
  (random, seeds) => {
    const text = mutate(random.pick(seeds.cases), random, seeds.cases);
    return { kind: "a file of cases", text, check: (cwd) => checkCases(cwd, text) };
  },
  (random, seeds) => {
    const text = mutate(random.pick(seeds.payloads), random, seeds.payloads);
    const headers = random.oneIn(2)
      ? []
      : [
          random.pick([
            "X-GitHub-Event: push",
            "X-Gitlab-Event: Push Hook",
            "X-Event-Key: repo:push",
            "x: y",
          ]),
        ];
    return { kind: "a payload", text, check: (cwd) => checkPayload(cwd, text, headers) };
  },
];

function makeCase(random: Random, seeds: Seeds): Case {
  return random.pick(MAKERS)(random, seeds);
}

/** A text as the steps of a spec, as far as its lines can be indented. */
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
