import { describe, expect, it } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";

const spec = { version: "1.0", kind: "pipeline", metadata: { name: "shop/build" }, spec: { steps: {} } };

const rows: [what: string, value: unknown, content: string, pipelines: number][] = [
  ["an export without pipelines", { items: [] }, "specs", 0],
  ["an answer of the REST API without pipelines", { docs: [], count: 0 }, "specs", 0],
  ["a list without pipelines", [], "specs", 0],
  ["an export", { items: [spec, spec] }, "specs", 2],
  ["an answer of the REST API", { docs: [spec], count: 1 }, "specs", 1],
  ["a list", [spec], "specs", 1],
  ["a list of Kubernetes", { apiVersion: "v1", kind: "List", items: [] }, "other", 0],
  ["another list", { items: [], total: 0 }, "other", 0],
  ["a list of other things", { docs: [{ name: "a" }], count: 1 }, "other", 0],
];

const trigger = { name: "main", type: "git", repo: "acme/shop", events: ["push.heads"] };
const { version: _version, ...unversioned } = { ...spec, spec: { triggers: [trigger] } };

const kinds: [what: string, value: unknown, content: string][] = [
  ["a version under another name", { apiVersion: "1.0", ...unversioned }, "specs"],
  [
    "another kind with a version under another name",
    { apiVersion: "1.0", ...unversioned, kind: "Pipeline" },
    "other",
  ],
  ["a list of steps with apiVersion", { apiVersion: "1", ...unversioned, spec: { steps: [] } }, "other"],
  ["a misspelled kind with a capital", { version: "1.0", ...unversioned, kind: "Pipelines" }, "specs"],
  ["such a kind without a version", { ...unversioned, kind: "Pipelines" }, "other"],
];

it.each(kinds)("%s: the parts decide whether it is a spec", async (_what, value, content) => {
  expect((await readSpecFile("a.yml", JSON.stringify(value))).content).toBe(content);
});

describe("an export", () => {
  it.each(rows)("%s is recognized", async (_what, value, content, pipelines) => {
    for (const path of ["a.json", "a.yml"]) {
      const file = await readSpecFile(path, JSON.stringify(value));
      expect([file.content, file.pipelines.length]).toEqual([content, pipelines]);
    }
  });

  it("of the REST API gives places and pointers", async () => {
    const { pipelines } = await readSpecFile("a.json", JSON.stringify({ count: 1, docs: [spec] }));
    expect(pipelines.map(({ name }) => name?.span.start)).toEqual([
      JSON.stringify({ count: 1, docs: [spec] }).indexOf('"shop/build"'),
    ]);
  });
});
