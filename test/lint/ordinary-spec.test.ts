import { afterAll, beforeAll, expect, test, vi } from "vitest";

const { loaded, counted } = vi.hoisted(() => {
  const loaded: string[] = [];
  /** A mock that counts as a load of the package and is the package itself. */
  const counted = (name: string) => (original: () => Promise<unknown>) => {
    loaded.push(name);
    return original() as Promise<object>;
  };
  return { loaded, counted };
});
vi.mock("@eslint-community/regexpp", counted("regexpp"));
vi.mock("refa", counted("refa"));
vi.mock("minimatch", counted("minimatch"));

/** Unloads modules, because test files share them and a loaded module is not loaded again. */
beforeAll(() => void vi.resetModules());
afterAll(() => void vi.resetModules());

const push = (filters: object) => ({ events: ["push.heads"], ...filters });
const comment = (commentRegex: string) => ({ events: ["pullrequest.commentAdded"], commentRegex });
const ordinary = [
  push({ branchRegex: "/^main$/", modifiedFilesGlob: "{api/**,package.json}" }),
  push({ branchRegex: "/^main$/", modifiedFilesGlob: "web/**" }),
  push({ branchRegex: "/^feature\\/.+$/" }),
  push({ branchRegex: "/^(?:bugfix|hotfix)\\/.+$/" }),
  push({ branchRegex: "/^release-/" }),
  { events: ["push.tags"], branchRegex: "/^release-.*-rc$/" },
  { events: ["push.tags"], branchRegex: "/^v\\d+\\.\\d+$/" },
  {
    events: ["pullrequest.opened", "pullrequest.synchronize"],
    branchRegex: "/^fix\\/.+$/",
    pullRequestTargetBranchRegex: "/^(main|develop)$/",
  },
  comment("/^\\/deploy$/m"),
  comment("/^\\/test$/m"),
];

async function lint(triggers: readonly object[]) {
  const [{ RULES }, { activeRules }, { lintFile }, { readSpecFile }] = await Promise.all([
    import("../../rules/index.ts"),
    import("../../src/lint/rule-set.ts"),
    import("../../src/lint/run.ts"),
    import("../../src/pipeline/read-spec-file.ts"),
  ]);
  const listed = triggers.map((each, at) => ({ type: "git", name: `t${at}`, repo: "a/b", ...each }));
  const text = { version: "1.0", kind: "pipeline", metadata: { name: "a/b" }, spec: { triggers: listed } };
  const file = await readSpecFile("a.json", JSON.stringify(text));
  return (await lintFile(file, activeRules(RULES), { integrations: {}, assume: {} })).diagnostics;
}

test("checks names, prefixes and folders without a parser, automata or a glob engine", async () => {
  const found = (await lint(ordinary)).map(({ rule }) => rule);
  expect(found).not.toContain("overlapping-triggers");
  expect(loaded).toEqual([]);
  await lint([push({ branchRegex: "/^(?=x)y$/" }), push({ branchRegex: "/(x|y)$/" })]);
  expect(loaded, "other filters load them").toContain("refa");
});
