import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Generates valid pipeline specs of 60 to 160 lines, the same ones each time. */

/** A seeded random number generator (mulberry32), so that every run gets the same numbers. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const TEAMS = ["payments", "search", "catalog", "identity", "billing", "shipping", "reports", "mobile"];
const PARTS = ["api", "web", "worker", "jobs", "gateway", "docs", "charts", "tools"];
/** Branch filters that do not overlap, so that one event starts one build. */
const BRANCHES = [
  "/^main$/",
  "/^release\\/\\d+\\.\\d+$/",
  "/^hotfix\\/[a-z0-9-]+$/",
  "/^(?:dev|develop)$/",
  "/^qa-\\d+$/",
];

/** Names and prefixes in the place of these filters. */
const PLAIN_BRANCHES = ["/^main$/", "/^release\\//", "/^hotfix\\//", "/^develop$/", "/^qa-/"];

/** Returns the lines of a pipeline's Git triggers: all for pushes, or all for pull requests. */
function gitTriggers(pick, count, team, part) {
  const isPull = pick(2) === 0;
  return Array.from({ length: count }, (_, at) => gitTrigger(pick, at, isPull, team, part)).flat();
}

function gitTrigger(pick, at, isPull, team, part) {
  return [
    `    - name: git-${at}`,
    "      type: git",
    `      repo: acme/${team}-${part}${at < BRANCHES.length ? "" : `-${Math.floor(at / BRANCHES.length)}`}`,
    "      events:",
    ...(isPull
      ? ["        - pullrequest.opened", "        - pullrequest.synchronize"]
      : ["        - push.heads"]),
    `      ${isPull ? "pullRequestTargetBranchRegex" : "branchRegex"}: ${BRANCHES[at % BRANCHES.length]}`,
    ...(pick(2) === 0 ? [`      modifiedFilesGlob: "{${part}/**,package.json}"`] : []),
    "      provider: github",
    "      context: github-acme",
    "      disabled: false",
    ...(pick(3) === 0
      ? ["      variables:", "        - key: STAGE_NAME", `          value: stage-${pick(90)}`]
      : []),
  ];
}

function cronTrigger(pick, name) {
  const days = ["*", "1-5", "0", "6"][pick(4)];
  return [
    `    - name: ${name}`,
    "      type: cron",
    `      message: nightly build ${pick(100)}`,
    `      expression: ${pick(60)} ${pick(24)} * * ${days}`,
  ];
}

function step(pick, index, part) {
  return [
    `    step_${index}:`,
    `      title: Build part ${index}`,
    "      stage: build",
    `      image: node:${18 + pick(6)}`,
    `      working_directory: ./${part}`,
    "      commands:",
    ...Array.from({ length: 1 + pick(4) }, (_, line) => `        - npm run task-${line}`),
  ];
}

/** Returns a spec as text; `index` determines its name and contents. */
export function spec(index) {
  const pick = numbers(index + 1);
  const [team, part] = [TEAMS[pick(TEAMS.length)], PARTS[pick(PARTS.length)]];
  const wanted = 60 + pick(98);
  const lines = [
    'version: "1.0"',
    "kind: pipeline",
    "metadata:",
    `  name: ${team}/${part}-${index}`,
    `  project: ${team}`,
    "  labels:",
    "    tags:",
    `      - ${team}`,
    "spec:",
    "  triggers:",
    ...gitTriggers(pick, 2 + pick(4), team, part),
    "  cronTriggers:",
    ...cronTrigger(pick, "nightly"),
    "  variables:",
    ...Array.from({ length: 1 + pick(4) }, (_, at) => [
      `    - key: SETTING_${at}`,
      `      value: value-${pick(900)}`,
    ]).flat(),
    "  stages:",
    "    - build",
    "  steps:",
  ];
  for (let at = 0; at === 0 || lines.length < wanted - 8; at++) lines.push(...step(pick, at, part));
  return `${lines.join("\n")}\n`;
}

/** Returns the same spec with filters that are plain names, prefixes and folders. */
export function plainSpec(index) {
  return BRANCHES.reduce(
    (text, branch, at) => text.replaceAll(branch, PLAIN_BRANCHES[at]),
    spec(index).replaceAll(/"\{(\w+\/\*\*),package\.json\}"/g, "$1"),
  );
}

/** Returns one spec with many similar triggers. */
export function specWithTriggers(count) {
  const pick = numbers(7);
  return [
    'version: "1.0"',
    "kind: pipeline",
    "metadata:",
    "  name: bulk/many",
    "spec:",
    "  triggers:",
    ...gitTriggers(pick, count, "bulk", "many"),
    "  stages:",
    "    - build",
    "  steps:",
    ...step(pick, 0, "many"),
    "",
  ].join("\n");
}

/** Returns specs of five triggers each, for the simulator. */
export function specOfFive(index) {
  const pick = numbers(index + 1);
  const [team, part] = [TEAMS[pick(TEAMS.length)], PARTS[pick(PARTS.length)]];
  return [
    'version: "1.0"',
    "kind: pipeline",
    "metadata:",
    `  name: ${team}/${part}-${index}`,
    "spec:",
    "  triggers:",
    ...gitTriggers(pick, 5, "platform", "core"),
    "  stages:",
    "    - build",
    "  steps:",
    ...step(pick, 0, part),
    "",
  ].join("\n");
}

/** Writes the text `make(index)` to each file of a new folder; returns the folder. */
export function writeAll(folder, count, make) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++)
    writeFileSync(join(folder, `spec-${String(index).padStart(5, "0")}.yml`), make(index));
  return folder;
}
