import type { Random } from "./random.ts";
import { KEYS, TOKENS } from "./tokens.ts";

const ATOMS = [
  "a",
  "b",
  "main",
  ".",
  ".*",
  "\\d",
  "[a-z]",
  "(a+)",
  "(a|ab)",
  "(?:x|y)*",
  "(?!b)",
  "(?=a)",
  "\\1",
  "^",
  "$",
  "a{2,9}",
  "/",
];
const PIECES = [
  "a",
  "src",
  "*",
  "**",
  "/",
  ".",
  "{a,b}",
  "{1..9}",
  "[a-c]",
  "!(x)",
  "+(a|b)",
  "@(a)",
  "?",
  "\\",
  "!",
  ".js",
  ",",
];

/** Returns a random spec, with valid and invalid values in all places. */
export function grammarSpec(random: Random): string {
  const spec: Record<string, unknown> = {
    triggers: random.list(4, () => gitTrigger(random)),
    cronTriggers: random.list(3, () => cronTrigger(random)),
    variables: variables(random),
    steps: random.oneIn(5) ? anything(random, 3) : steps(random),
    stages: random.list(3, () => random.pick(["build", "test", "deploy"])),
  };
  for (const key of random.list(4, () => random.pick(KEYS))) spec[key] = anything(random, 3);
  const document = { version: "1.0", kind: "pipeline", metadata: { name: name(random) }, spec };
  const whole = random.oneIn(6) ? { items: [document, document] } : document;
  return random.oneIn(5) ? JSON.stringify(whole, null, random.below(3)) : `${toYaml(whole, 0)}\n`;
}

function gitTrigger(random: Random): unknown {
  const trigger: Record<string, unknown> = {
    name: name(random),
    type: "git",
    repo: random.pick(["acme/shop", "acme/shop", "shop", "${{REPO}}", text(random)]),
    events: random.list(3, () =>
      random.pick([
        "push",
        "push.heads",
        "pullrequest",
        "pullrequest.opened",
        "push.tags",
        "release",
        text(random),
      ]),
    ),
    provider: random.pick(["github", "gitlab", "bitbucket", text(random)]),
  };
  const filters: [string, () => unknown][] = [
    ["branchRegex", () => regex(random)],
    ["commentRegex", () => regex(random)],
    ["pullRequestTargetBranchRegex", () => regex(random)],
    ["modifiedFilesGlob", () => glob(random)],
    ["variables", () => variables(random)],
    ["disabled", () => random.pick([true, false, "true", 1])],
    [random.pick(KEYS), () => anything(random, 2)],
  ];
  for (const [key, make] of filters) if (random.oneIn(2)) trigger[key] = make();
  return random.oneIn(20) ? anything(random, 2) : trigger;
}

function cronTrigger(random: Random): unknown {
  const field = () =>
    random.pick(["*", "0", "*/5", "1-5", "MON", "?", "L", "31", "60", "1,2,3", "*/0", text(random)]);
  const expression = random.oneIn(4)
    ? random.pick(TOKENS)
    : Array.from({ length: 4 + random.below(4) }, field).join(" ");
  return {
    name: name(random),
    type: "cron",
    expression,
    message: text(random),
    variables: variables(random),
  };
}

function variables(random: Random): unknown {
  const value = () => (random.oneIn(3) ? anything(random, 1) : text(random));
  return random.list(3, () => ({
    key: random.pick([...KEYS, "DB_PASSWORD", "A"]),
    value: value(),
    encrypted: random.pick([true, false, "yes"]),
  }));
}

function steps(random: Random): unknown {
  const step = () => ({
    image: "node",
    stage: random.pick(["build", "nowhere"]),
    commands: random.list(3, () => text(random)),
  });
  return Object.fromEntries(
    random.list(4, () => [random.pick(["build", "test", "main_clone", "__proto__", text(random)]), step()]),
  );
}

/** Returns a regex literal, often one that backtracks. */
export function regex(random: Random): string {
  const repeated = () => `${random.pick(ATOMS)}${random.pick(["", "", "*", "+", "?", "{0,30}", "+?"])}`;
  const parts = Array.from({ length: 1 + random.below(random.oneIn(10) ? 60 : 8) }, repeated).join("");
  const source = random.oneIn(3)
    ? `(${parts})${random.pick(["*", "+", "", "{2,50}"])}${random.pick(ATOMS)}`
    : parts;
  return random.oneIn(8) ? source : `/${source}/${random.pick(["", "i", "gi", "m", "x"])}`;
}

/** Returns a glob, often one that expands or backtracks. */
export function glob(random: Random): string {
  return Array.from({ length: 1 + random.below(random.oneIn(10) ? 60 : 8) }, () => random.pick(PIECES)).join(
    "",
  );
}

function name(random: Random): unknown {
  return random.pick(["shop/build", "shop/build", "a", "a/b/c", "/", "x".repeat(300), random.pick(TOKENS)]);
}

/** Returns a text, sometimes with characters that are hard to read. */
export function text(random: Random): string {
  const pieces = random.list(4, () =>
    random.pick(random.oneIn(3) ? TOKENS : ["main", "feature/x", "acme/shop", "npm test", "${{A}}", "v1"]),
  );
  return pieces.join(random.pick(["", " ", "/"]));
}

function anything(random: Random, depth: number): unknown {
  if (depth === 0 || random.oneIn(2))
    return random.pick([null, true, 0, -1, 1.5, 1e21, "", text(random), random.pick(KEYS)]);
  if (random.oneIn(2)) return random.list(4, () => anything(random, depth - 1));
  return Object.fromEntries(random.list(4, () => [random.pick(KEYS), anything(random, depth - 1)]));
}

/** Formats a non-empty collection in block style, and everything else as JSON. */
function toYaml(value: unknown, indent: number): string {
  const pad = " ".repeat(indent);
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `${pad}- ${toYaml(item, indent + 2).trimStart()}`).join("\n");
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return JSON.stringify(value);
  return Object.entries(value)
    .map(([key, inner]) => `${pad}${JSON.stringify(key)}:${below(inner, indent + 2)}`)
    .join("\n");
}

function below(value: unknown, indent: number): string {
  const isBlock = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  return isBlock ? `\n${toYaml(value, indent)}` : ` ${toYaml(value, indent)}`;
}
