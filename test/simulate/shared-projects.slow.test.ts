import fc from "fast-check";
import { expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { SharedProjects } from "../../src/simulate/shared-projects.ts";
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
    - {type: git, name: main, repo: a/b, events: [push.heads], branchRegex: /^main$/, modifiedFilesGlob: '${"**/ab/".repeat(150)}'}
    - {type: git, name: long, repo: a/b, events: [push.heads], modifiedFilesGlob: '${"**/a/".repeat(150)}'}
`,
);

/**
 * A branch whose search takes 127,000 steps; a pattern has 600,000 of its own. On "main", the glob
 * of its trigger leaves too few for that of the last one.
 */
const expensive = (length: number) => "ab".repeat(12) + "d".repeat(length);

const branches = fc.oneof(
  fc.constantFrom("main", "abc"),
  fc.integer({ min: 1, max: 30 }).map(expensive),
  fc.integer({ min: 10, max: 3_000 }).map((length) => "ab".repeat(length)),
);
const paths = fc.constantFrom("src/abc.ts", `lib/${"ab".repeat(90)}`, "docs/a.md");
const events = fc.record({ branch: branches, path: paths });

const read = ({ pipelines }: Simulation) => pipelines[0]!.triggers.map(({ verdict }) => verdict);

test("an event that shares patterns with others has each verdict that it has alone", async () => {
  const spec = await SPEC;
  const many = [1, 2, 3, 4, 5, 6, 7].map((length) => ({ branch: expensive(length), path: "docs/a.md" }));
  const refused = ["main", "abc"].map((branch) => ({ branch, path: "src/abc.ts" }));
  fc.assert(
    fc.property(fc.array(events, { minLength: 2, maxLength: 12 }), (list) => {
      const shared = new SharedProjects();
      for (const { branch, path } of list) {
        const event = { kind: "git", names: ["push.heads"], branch, changedFiles: [{ path }] } as const;
        const together = read(simulate([spec], event, {}, shared));
        // A pattern that is compiled already leaves more steps, so that more may be known.
        const alone = read(simulate([spec], event));
        expect(together).toEqual(
          alone.map((verdict, at) => (verdict === "unknown" ? together[at] : verdict)),
        );
      }
    }),
    { numRuns: 20, examples: [[many], [refused]] },
  );
});
