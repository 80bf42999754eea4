import { createRequire } from "node:module";
import { createContext, Script } from "node:vm";

/** Measures patterns with the built library, one per message. */
const { lint, parseSpecs, simulate } = createRequire(import.meta.url)(process.argv[2]);

const text = (field, patterns) => `version: "1.0"
kind: pipeline
metadata:
  name: shop/api
spec:
  triggers:
${patterns
  .map(
    (pattern, at) => `    - type: git
      name: t${at}
      repo: acme/shop
      provider: github
      context: github
      events: [push.heads, pullrequest.commentAdded]
      ${field}: ${JSON.stringify(pattern)}
`,
  )
  .join(
    "",
  )}  specTemplate: {location: git, repo: acme/shop, path: ./codefresh.yml, revision: main, context: github}
`;

const long = "a".repeat(120);
const events = [
  { names: ["push.heads"], branch: "main", changedFiles: [{ path: "src/a/b.js" }, { path: "README.md" }] },
  {
    names: ["push.heads"],
    branch: `${long}!`,
    changedFiles: [{ path: `${long}/a/${long}!` }, { path: `+${"b/a-".repeat(60)}c` }],
  },
  { names: ["pullrequest.commentAdded"], branch: "x", targetBranch: "main", comment: `${long}!` },
];

const context = createContext({});
const script = new Script("(() => new RegExp(source, flags).exec(input)?.index)()");

/** As the command line matches: with a deadline, in one context. */
const host = {
  execRegex(source, flags, input, deadlineMs) {
    Object.assign(context, { source, flags, input });
    try {
      const start = script.runInContext(context, { timeout: deadlineMs });
      return start === undefined ? null : { start, end: start };
    } catch {
      return "timeout";
    }
  },
};

/** Lints and simulates a spec; returns the milliseconds of processor time of the slowest. */
async function judge(field, patterns) {
  const spec = text(field, patterns);
  const times = [
    await timed(() =>
      lint(spec, { preset: "strict", repositoryFiles: ["src/a/b.js", "README.md", "a/.b/c"] }),
    ),
  ];
  for (const event of events) {
    const options = { host, assumeAccepted: true };
    times.push(
      await timed(() => JSON.stringify(simulate(parseSpecs(spec), { kind: "git", ...event }, options))),
    );
  }
  return Math.max(...times);
}

async function timed(action) {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

for (const [field, pattern] of [
  ["branchRegex", "/^(a+)+$/"],
  ["commentRegex", "/^(?!x)(a|b)$/"],
  ["modifiedFilesGlob", "{a,b}/**/!(c|d)"],
])
  for (let turn = 0; turn < 3; turn++) await judge(field, [pattern, `${pattern}${turn}`]);
globalThis.gc?.();
const base = process.resourceUsage().maxRSS;
process.send("ready");

/** A fixed piece of work, whose time shows how busy the machine is. */
function reference() {
  const words = Array.from({ length: 60_000 }, (_, at) => `word${(at * 7_919) % 60_000}`);
  return JSON.parse(JSON.stringify(words.sort()))
    .join(" ")
    .replace(/word(\d)/g, "$1").length;
}

process.on("message", async ({ field, patterns, reference: wanted }) => {
  if (wanted) {
    process.send({ ms: await timed(reference), mb: 0 });
    return;
  }
  globalThis.gc?.();
  const ms = await judge(field, patterns);
  process.send({ ms, mb: (process.resourceUsage().maxRSS - base) / 1_024 });
});
