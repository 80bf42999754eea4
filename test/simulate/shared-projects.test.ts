import fc from "fast-check";
import { expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { SharedProjects } from "../../src/simulate/settings.ts";
import { type Simulation, simulate } from "../../src/simulate/simulate.ts";

const SPEC = readSpecFile(
  "x.yml",
  `version: "1.0"
kind: pipeline
metadata: {name: a/b}
spec:
  triggers:
    - {type: git, name: cheap, repo: a/b, events: [push.heads], branchRegex: /^main$/}
    - {type: git, name: slow, repo: a/b, events: [push.heads], branchRegex: '/^(a|b|ab)*c$/'}
    - {type: git, name: files, repo: a/b, events: [push.heads], modifiedFilesGlob: '{src,lib}/**/*a*b*c.ts'}
`,
);

/** A branch whose search takes 127,000 steps; a pattern has 600,000 of its own. */
const expensive = (length: number) => "ab".repeat(12) + "d".repeat(length);

const branches = fc.oneof(
  fc.constantFrom("main", "abc"),
  fc.integer({ min: 1, max: 30 }).map(expensive),
  fc.integer({ min: 10, max: 3_000 }).map((length) => "ab".repeat(length)),
);
const paths = fc.constantFrom("src/abc.ts", `lib/${"ab".repeat(90)}`, "docs/a.md");
const events = fc.record({ branch: branches, path: paths });

const read = ({ pipelines }: Simulation) => pipelines[0]!.triggers.map(({ verdict }) => verdict);

test("events that share patterns have the verdicts of each alone", async () => {
  const spec = await SPEC;
  const many = [1, 2, 3, 4, 5, 6, 7].map((length) => ({ branch: expensive(length), path: "docs/a.md" }));
  fc.assert(
    fc.property(fc.array(events, { minLength: 2, maxLength: 12 }), (list) => {
      const shared = new SharedProjects();
      for (const { branch, path } of list) {
        const event = { kind: "git", names: ["push.heads"], branch, changedFiles: [{ path }] } as const;
        expect(read(simulate([spec], event, {}, shared))).toEqual(read(simulate([spec], event)));
      }
    }),
    { numRuns: 20, examples: [[many]] },
  );
});
