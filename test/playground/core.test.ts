import { expect, test } from "vitest";
import { Core } from "../../src/playground/core/core.ts";
import { applyEdits } from "../../src/playground/core/spec-edits.ts";
import { shopSpec } from "../shop-spec.ts";

const JSON_SPEC = {
  version: "1.0",
  kind: "pipeline",
  metadata: { name: "shop/web" },
  spec: {
    triggers: [
      {
        type: "git",
        name: "pr",
        provider: "github",
        repo: "acme/shop",
        events: ["pullrequest.opened"],
        branchRegex: "/^main$/",
      },
    ],
  },
};

test.each([
  [
    "YAML",
    shopSpec(["pr", "pullrequest.opened", "branchRegex: /^main$/"]),
    "pullRequestTargetBranchRegex: /^main$/",
  ],
  ["JSON", JSON.stringify(JSON_SPEC), '"pullRequestTargetBranchRegex":"/^main$/"'],
])("renames the filter of a trigger of pull requests in %s", async (_format, text, renamed) => {
  const event = {
    kind: "git",
    names: ["pullrequest.opened"],
    branch: "fix",
    targetBranch: "main",
    repository: "acme/shop",
  } as const;
  const { handlers } = new Core();
  const { edits } = await handlers.simulate({ files: [{ path: "a.yml", text }], event });
  const changed = applyEdits(text, edits["0/0"]!);
  expect(changed).toContain(renamed);
  expect(changed).not.toContain("branchRegex");
  const { report } = await handlers.simulate({ files: [{ path: "a.yml", text: changed }], event });
  expect(report.pipelines[0]!.triggers[0]!.verdict).toBe("fires");
});

test.each([
  [{ minimumMinutes: "x" }, 'the option "minimumMinutes" of rule "cron-too-frequent" must be a number'],
  [{ minutes: 5 }, 'rule "cron-too-frequent" has no option "minutes"'],
  [{ toString: 5 }, 'rule "cron-too-frequent" has no option "toString"'],
])("refuses the options %j of a rule", async (options, message) => {
  const rules = { "cron-too-frequent": { options } };
  const files = [{ path: "a.yml", text: shopSpec(["push", "push.heads"]), rules }];
  await expect(new Core().handlers.lint({ files })).rejects.toThrow(message);
});

test.each([
  ["", "the body is empty; paste the JSON that a webhook sent"],
  ["{", "the text is cut off (line 1); copy all of it"],
  ["{a}", "the text is not valid JSON (line 1); correct it"],
  [
    "Request URL: https://a.example\nX-GitHub-Event: push\n\n{}",
    "the text has headers next to the JSON; move them to the field for headers",
  ],
  [
    "<!DOCTYPE html>\n<html></html>",
    "the text is a page in HTML, not JSON; paste the JSON that a webhook sent",
  ],
  ["ref: refs/heads/main\n", "the text is YAML, not JSON; paste the JSON that a webhook sent"],
  [
    "kind: pipeline\n",
    "the text is a pipeline spec, not a webhook or an event; paste the JSON that a webhook sent",
  ],
])("names the fault of the body %j", async (body, error) => {
  const { handlers } = new Core();
  expect(await handlers.payload({ body, headers: "" })).toEqual({ fault: "no-webhook", error });
});

test("reads a body in the form of GitHub", async () => {
  const push = { ref: "refs/heads/main", commits: [], sender: { login: "mira" } };
  const body = String(new URLSearchParams({ payload: JSON.stringify(push) }));
  const read = await new Core().handlers.payload({ body, headers: "" });
  expect(read).toMatchObject({ offered: true, events: [{ branch: "main" }] });
});
