import { describe, expect, it } from "vitest";
import { findSpecFaults } from "../../src/pipeline/schema/spec-faults.ts";
import { schemaMessage } from "../../src/schema/message.ts";
import { anId, pipeline, withCron, withSpec, withTrigger } from "./specs.ts";

const messages: [spec: unknown, message: string][] = [
  [{ metadata: { name: "a/b", nname: "x" } }, 'unknown key "nname" in the metadata; remove it'],
  [{ metadata: { nname: "x" } }, 'unknown key "nname"; did you mean "name"?'],
  [withTrigger({ branchRegexp: "/x/" }), 'unknown key "branchRegexp"; did you mean "branchRegex"?'],
  [
    withSpec({ variables: [{ key: "A", secretly: true }] }),
    'unknown key "secretly"; known keys are "key", "value" and "encrypted"',
  ],
  [
    withSpec({ triggers: [{ type: "git", name: "t", repo: "a/b" }] }),
    'missing key "events"; add it to the trigger',
  ],
  [{}, 'missing key "metadata"; add it to the pipeline'],
  [withSpec({ triggers: null }), '"triggers" has no value; write [] or remove the key'],
  [withSpec({ options: null }), '"options" has no value; write {} or remove the key'],
  [withTrigger({ modifiedFilesGlob: null }), '"modifiedFilesGlob" has no value; write one or remove the key'],
  [withTrigger({ events: null }), '"events" has no value; write a list'],
  [
    withSpec({ specTemplate: null, location: "git", repo: "a/b" }),
    '"specTemplate" has no value; indent "location" and "repo" under it',
  ],
  [
    withSpec({ runtimeEnvironment: null, name: "a", memory: "1Gi", cpu: "2", dindStorage: "20Gi" }),
    '"runtimeEnvironment" has no value; indent the 4 keys from "name" to "dindStorage" under it',
  ],
  [withSpec({ stages: ["a", null] }), 'item 2 of "stages" has no value; write one or remove the item'],
  [withTrigger({ disabled: "yes" }), '"disabled" must be true or false, not "yes"; write true'],
  [withTrigger({ events: "push" }), '"events" must be a list, not a string; write [push]'],
  [
    withSpec({ variables: { A: "b" } }),
    '"variables" must be a list, not a mapping; write each entry as an item with "key" and "value"',
  ],
  [withSpec({ runtimeEnvironment: { cpu: 2 } }), '"cpu" must be a string, not the number 2; quote it'],
  [pipeline({ version: 1.0 }), "\"version\" must be the string '1.0', not the number 1; quote it"],
  [
    withTrigger({ branchRegexInput: "multi" }),
    '"branchRegexInput" must be one of "regex", "multiselect", "multiselect-exclude", not "multi"',
  ],
  [withCron({ type: "cron," }), '"type" must be "cron", not "cron,"'],
  [
    withTrigger({ events: ["pull_request.opened"] }),
    'item 1 of "events" cannot be "pull_request.opened"; did you mean "pullrequest.opened"?',
  ],
  [withTrigger({ priority: 200 }), '"priority" must be from -100 to 100, not 200'],
  [withTrigger({ concurrency: 0 }), '"concurrency" must be at least 1, not 0'],
  [withTrigger({ description: "" }), '"description" is empty; write a value or remove the key'],
  [withTrigger({ description: "x".repeat(151) }), '"description" is longer than 150 characters; shorten it'],
  [withTrigger({ branchRegex: "main" }), '"branchRegex" must be a regex as /pattern/flags, not "main"'],
  [withTrigger({ packId: "large" }), '"packId" must be an id of 24 hexadecimal digits, not "large"'],
  [withCron({ gitTriggerId: anId }), '"gitTriggerId" requires "branch"; set both or neither'],
  [
    withSpec({ specTemplate: { repo: "a/b", path: "p" } }),
    'missing key "location"; add "location: git" to the spec template',
  ],
  [
    withSpec({ terminationPolicy: [{ type: "branch", key: "k", value: "v" }] }),
    '"key" and "value" are only allowed with "type: annotation"; remove them',
  ],
  [
    withSpec({ debug: { steps: { a: { phases: {} } } } }),
    '"phases" requires at least one of "before", "after" or "override"; add one',
  ],
  [withTrigger({ provider: ["x".repeat(500)] }), '"provider" must be a string, not a list'],
];

describe("messages", () => {
  it.each(messages)("%j: %s", (spec, message) => {
    expect(findSpecFaults(spec).map(schemaMessage)).toEqual([message]);
  });

  it("shorten long texts and put them on one line", () => {
    const [finding] = findSpecFaults(withTrigger({ branchRegex: `a\n${"b".repeat(300)}` }));
    expect(schemaMessage(finding!)).toMatch(/not "a\\nb+…b+"$/);
    expect(schemaMessage(finding!).length).toBeLessThan(150);
  });

  it("show no value that may be secret", () => {
    const spec = withSpec({
      triggers: [{ type: "git", name: "t", repo: "a/b", events: [], secret: 48151623, endpoint: 42108 }],
      variables: [{ key: "A", value: ["hunter2"], encrypted: "hunter3" }, { key: 99887766 }, "TOKEN=hunter4"],
    });
    const all = JSON.stringify(findSpecFaults(spec)) + findSpecFaults(spec).map(schemaMessage).join();
    expect(findSpecFaults(spec)).toHaveLength(6);
    expect(all).not.toMatch(/hunter|48151623|42108|99887766/);
  });
});
