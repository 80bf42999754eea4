import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { isSequence } from "../../src/document/located.ts";
import { applyFixes } from "../../src/lint/fix/apply-fixes.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { lintText } from "../lint-text.ts";

const examples = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly {
  readonly name: string;
  readonly examples: readonly object[];
}[];

/** Names as people write them after GitHub's webhooks, each with the action that they mean. */
const written = examples.flatMap(({ name: webhook, examples: bodies }) => {
  const actions = new Set(bodies.flatMap((body) => ("action" in body ? [String(body.action)] : [])));
  return [...actions].flatMap((action) =>
    ["pullrequest", "pull_request", webhook].map((first) => ({ name: `${first}.${action}`, action })),
  );
});

/** Actions with another word for the same event in Codefresh. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  published: ["release"],
  created: ["pullrequest.commentAdded", "pullrequest.created"],
  create: ["pullrequest.created"],
  completed: ["pullrequest.merged"],
};

const plain = (text: string): string => text.toLowerCase().replace(/[-_]/g, "");

test.each(written)("$name: a fix keeps the action", async ({ name, action }) => {
  const text = [
    "metadata:",
    "  name: shop/build",
    "spec:",
    "  triggers:",
    "    - type: git",
    "      name: main-push",
    "      repo: acme/shop",
    `      events: ['${name}']`,
    "",
  ].join("\n");
  const found = (await lintText("spec.yml", text)).filter(({ rule }) => rule === "unknown-event");
  const fixed = await readSpecFile("spec.yml", applyFixes(text, found, { suggestions: true }));
  const events = fixed.pipelines[0]!.triggers[0]!.node.get("events");
  const [now] = events && isSequence(events) ? fixed.pipelines[0]!.triggers[0]!.events : [];
  const last = plain(now!.value.split(/[.:]/).at(-1)!);
  const isKept = now!.value === name || last === plain(action) || SAME[action]?.includes(now!.value);
  expect(isKept, `"${name}" becomes "${now!.value}"`).toBe(true);
});
