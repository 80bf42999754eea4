import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { eventFromJson } from "../../src/event-json/event-from-json.ts";
import { builtLibrary, runBuilt } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { RAW, specWith } from "./program.ts";

const { eventFromPayload } = builtLibrary();

let cwd: string;
let part: Part;
const run = (...argv: string[]) => runBuilt(argv, cwd);
const write = (name: string, data: unknown) => writeFileSync(join(cwd, name), JSON.stringify(data));

type Json = Record<string, unknown>;
interface Part {
  shard: {
    index: number;
    count: number;
    sets: Json[][];
    files: (Json & { facts: Json[]; diagnostics: Json[] })[];
  };
}

inNewFolder(beforeAll, async (made) => {
  cwd = made;
  for (const name of ["a.yml", "b.yml"])
    writeFileSync(join(cwd, name), specWith("", "oops: 1 # dryfire-ignore unknown-key\nbad: 1\n"));
  await run("lint", ".", "--shard", "1/1", "--format", "json=part.json");
  part = JSON.parse(readFileSync(join(cwd, "part.json"), "utf8"));
});

describe("merge-reports of a part that dryfire did not write", () => {
  const CONTROL = "\u001b[31m\n\r\u202e\u0000::error::x";
  const changed = (change: (shard: Part["shard"]) => void): Part => {
    const copy = structuredClone(part);
    change(copy.shard);
    return copy;
  };
  const rejected: Readonly<Record<string, (shard: Part["shard"]) => void>> = {
    "with a part of too many": (shard) => Object.assign(shard, { index: 1, count: 1e300 }),
    "with the part 0": (shard) => Object.assign(shard, { index: 0 }),
    "with a part beyond the last": (shard) => Object.assign(shard, { index: 2 }),
    "without its sets": (shard) => Object.assign(shard, { sets: [] }),
    "with a file twice": (shard) => shard.files.push(shard.files[0]!),
  };

  test.each(Object.keys(rejected))("%s gives 2 and a sentence", async (name) => {
    write("bad.json", changed(rejected[name]!));
    const { exit, stdout, stderr } = await run("merge-reports", "bad.json");
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^dryfire: [^\n]*bad\.json[^\n]*\n$/);
  });

  const set = (facts: readonly Json[], values: Json): void => {
    for (const fact of facts) Object.assign(fact, values);
  };
  const odd: Readonly<Record<string, (shard: Part["shard"]) => void>> = {
    "facts of another file": ({ files }) => set(files[0]!.facts, { path: "x" }),
    "facts of a rule that did not run": ({ sets, files }) => {
      sets.push([]);
      Object.assign(files[0]!, { set: 1 });
    },
    "facts of no rule": ({ files }) => set(files[0]!.facts, { rule: "__proto__" }),
    "control characters everywhere": ({ files }) => {
      for (const file of files)
        for (const each of [file, ...file.facts, ...file.diagnostics])
          for (const key of ["rule", "path", "message", "pointer", "pipeline", "data"])
            if (key in each) Object.assign(each, { [key]: `${String(each[key])}${CONTROL}` });
    },
  };

  test.each(Object.keys(odd))("with %s is merged in every format", async (name) => {
    write("odd.json", changed(odd[name]!));
    for (const format of FORMATS) {
      const { exit, stdout, stderr } = await run("merge-reports", "odd.json", "--format", format);
      expect([format, exit, stderr]).toEqual([format, 1, ""]);
      const remedy = "a report escapes every text of a finding; see src/report/text/escape.ts";
      expect([format, RAW.exec(stdout)?.[0]], remedy).toEqual([format, undefined]);
      expect(stdout, remedy).not.toMatch(/^\s*::error::/m);
    }
  });
});

test.each(["toString", "valueOf", "__proto__", "constructor", "toJSON"])(
  "a value with the key %s gives 2 and a sentence",
  async (key) => {
    const value = JSON.parse(`{"${key}": 1}`);
    write("baseline.json", { version: value, files: { "a.yml": { "unknown-key": value } } });
    write("event.json", {
      kind: value,
      names: ["push.heads"],
      provider: value,
      pullRequest: { number: value },
    });
    write("a.dryfire-test.yaml", {
      specs: ["a.yml"],
      cases: [{ name: value, push: value, builds: value, at: value }],
    });
    write("c.json", {
      rules: { "unknown-key": value, "cron-too-frequent": { minimumMinutes: value } },
      extends: value,
    });
    for (const argv of [
      ["lint", "a.yml", "--baseline", "baseline.json"],
      ["simulate", "a.yml", "--event-file", "event.json"],
      ["test", "a.dryfire-test.yaml"],
      ["lint", "a.yml", "--config", "c.json"],
    ]) {
      const { exit, stderr } = await run(...argv);
      expect([argv, exit, stderr]).toEqual([argv, 2, expect.stringMatching(/^(?:dryfire: .*\n)+$/)]);
      expect(stderr).not.toContain("internal error");
    }
  },
);

describe("an odd payload", () => {
  const folder = join(import.meta.dirname, "../../fixtures/payloads");
  const bodies = readdirSync(folder).flatMap((provider) =>
    readdirSync(join(folder, provider))
      .filter((name) => name.endsWith(".json"))
      .map((name) => readFileSync(join(folder, provider, name), "utf8")),
  );
  const changes: Readonly<Record<string, (text: string) => string>> = {
    "negative numbers": (text) => text.replace(/: (\d+)(?=[,\n])/g, ": -$1"),
    "tags in place of names": (text) =>
      text.replace(/: "(main|feature\/cart|fix\/totals|topic)"/g, ': "refs/tags/$1"'),
    "full refs in place of names": (text) =>
      text.replace(/: "(main|feature\/cart|fix\/totals|topic)"/g, ': "refs/heads/$1"'),
    "empty refs": (text) => text.replace(/"refs\/(heads|tags)\/[^"]*"/g, '"refs/$1/"'),
    "no names": (text) =>
      text.replace(/"(?:name|refName|displayId|ref|source_branch|branch)": "[^"]*",?/g, ""),
    "refs in refs": (text) => text.replaceAll('"refs/heads/', '"refs/heads/refs/tags/'),
  };

  test.each(Object.keys(changes))("with %s gives an event of our schema, or a reason", (name) => {
    let events = 0;
    for (const body of bodies) {
      const text = changes[name]!(body).replace(/,(\s*[}\]])/g, "$1");
      const result = eventFromPayload(JSON.parse(text));
      if ("error" in result) {
        expect(result.error).toMatch(/^\S.{10,}/);
        continue;
      }
      for (const event of result.offered ? result.events : [result.event]) {
        events++;
        const read = eventFromJson(JSON.parse(JSON.stringify(event)));
        expect([text, read]).toEqual([text, { event: expect.anything() }]);
      }
    }
    expect(events).toBeGreaterThan(10);
  });
});
