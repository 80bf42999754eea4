import { glob, regex, text } from "./grammar.ts";
import type { Random } from "./random.ts";

const HEAD = `version: "1.0"\nkind: pipeline\nmetadata:\n  name: shop/build\nspec:\n`;

/** Specs of a hundred kilobytes or more, each large in one respect, to find what is not linear. */
const LARGE: readonly ((random: Random) => string)[] = [
  (random) => `${HEAD}  triggers:\n${many(random, 900, (i) => trigger(random, i))}`,
  (random) =>
    `${HEAD}  triggers:\n${many(random, 600, (i) => `${trigger(random, i)}      branchRegex: ${JSON.stringify(regex(random))}\n`)}`,
  (random) =>
    `${HEAD}  triggers:\n${many(random, 600, (i) => `${trigger(random, i)}      modifiedFilesGlob: ${JSON.stringify(glob(random))}\n`)}`,
  (random) =>
    `${HEAD}  variables:\n${many(random, 3_000, (i) => `    - {key: K${i % 700}, value: ${JSON.stringify(text(random))}}\n`)}`,
  (random) =>
    `${HEAD}  variables:\n${many(random, 2_000, (i) => `    - {key: K${i}, value: secret-value-${i}, encrypted: true}\n`)}`,
  (random) =>
    `${HEAD}  steps:\n${many(random, 2_000, (i) => `    s${i % 1_500}:\n      image: node\n      commands: ["echo $K${i}"]\n`)}`,
  (random) => `${HEAD}${many(random, 3_000, (i) => `  trigers${i}: ${i}\n`)}`,
  (random) => `${HEAD}${many(random, 3_000, () => "  triggers: []\n")}`,
  (random) => `base: &a {x: 1}\n${HEAD}${many(random, 3_000, (i) => `  k${i}: *a\n`)}`,
  (random) => `${HEAD}${many(random, 2_000, () => `  # dryfire-ignore ${text(random)}\n  unknown: 1\n`)}`,
  (random) =>
    many(
      random,
      900,
      (i) => `---\nversion: "1.0"\nkind: pipeline\nmetadata: {name: a/b${i % 50}}\nspec: {steps: {}}\n`,
    ),
  (random) =>
    `${HEAD}  steps: ${"[".repeat(400)}${"]".repeat(400)}\n  x: ${JSON.stringify("long text ".repeat(8_000))}\n${many(random, 50, () => "  y: {a: b\n")}`,
  (random) =>
    `${HEAD}  cronTriggers:\n${many(random, 900, (i) => `    - {name: c${i}, type: cron, expression: "${i % 60} */2 ${1 + (i % 28)} * *", message: m}\n`)}`,
  (random) =>
    `${HEAD}${many(random, 6_000, () => random.pick(["  a: [\n", "  - b\n", "  'c\n", "\t- d\n", "  e: *f\n", "  g: h: i\n"]))}`,
];

/** Returns a spec of about a hundred kilobytes. */
export function largeSpec(random: Random): string {
  return random.pick(LARGE)(random);
}

function many(random: Random, most: number, make: (index: number) => string): string {
  return Array.from({ length: most - random.below(most / 4) }, (_, index) => make(index)).join("");
}

function trigger(random: Random, index: number): string {
  const event = random.pick(["push.heads", "push", "pullrequest.opened", "release", "push.head"]);
  return `    - name: t${index % 800}\n      type: git\n      repo: acme/shop\n      events: [${event}]\n`;
}
