import { describe, expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const { lint, parseSpecs, simulate } = builtLibrary();

const spec = `version: '1.0'
kind: pipeline
metadata:
  name: shop/web
spec:
  triggers:
    - { type: git, name: pushes, repo: acme/shop, events: [push.heads] }
`;

/** Calls of a program without types; each has one unknown name or value. */
const lintOptions: readonly (readonly [options: object, message: string])[] = [
  [
    { rules: { "unknown-evnt": { severity: "off" } } },
    'unknown rule "unknown-evnt"; did you mean "unknown-event"?',
  ],
  [{ rules: { "unknown-event": { severity: "warn" } } }, 'unknown severity of rule "unknown-event" "warn"'],
  [{ rules: { "unknown-event": "off" } }, 'the setting of rule "unknown-event" must be an object'],
  [{ preset: "strikt" }, 'unknown preset "strikt"; did you mean "strict"?'],
  [{ assume: { "skip-cas": "yes" } }, 'unknown question "skip-cas"; did you mean "skip-case"?'],
  [{ assume: { "skip-case": "maybe" } }, 'unknown answer to "skip-case" "maybe"; write "yes" or "no"'],
  [{ integrations: { acme: "githb" } }, 'unknown provider of "acme" "githb"; did you mean "github"?'],
];

const events: readonly (readonly [event: object, message: string])[] = [
  [{ kind: "git", names: ["push.head"] }, 'unknown event name "push.head"; did you mean "push.heads"?'],
  [{ kind: "git", names: "push.heads" }, '"names" of a git event must be a list'],
  [
    { kind: "git", names: ["push.heads"], brnch: "main" },
    'unknown fact of a git event "brnch"; did you mean "branch"?',
  ],
  [{ kind: "gt", names: [] }, 'unknown kind of event "gt"'],
  [{ kind: "time", at: "soon" }, '"at" of a time event must be a time'],
];

describe("the library refuses unknown names and values with a TypeError", () => {
  test.each(lintOptions)("lint with %j", async (options, message) => {
    await expect(lint(spec, options)).rejects.toThrow(message);
    await expect(lint(spec, options)).rejects.toThrow(TypeError);
  });

  test.each(events)("simulate of %j", (event, message) => {
    const call = () => simulate(parseSpecs(spec), event as Parameters<typeof simulate>[1]);
    expect(call).toThrow(message);
    expect(call).toThrow(TypeError);
  });

  test("accepts known ones", async () => {
    const rules = { "unknown-event": { severity: "off" } } as const;
    expect((await lint(spec, { rules, preset: "strict", assume: { "skip-case": "no" } })).pipelines).toBe(1);
    const { summary } = simulate(parseSpecs(spec), { kind: "git", names: ["push.heads"], branch: "main" });
    expect(summary.fires).toBe(1);
  });
});
