import { describe, expect, it } from "vitest";
import { eventNames } from "../../src/catalogue/events/events.ts";
import { documentedEvents, offers } from "../../src/catalogue/events/provider-events.ts";
import { webhooks } from "../../src/catalogue/events/webhooks.ts";
import { generatedFields } from "../../src/catalogue/generated-fields.ts";
import { limits } from "../../src/catalogue/limits.ts";
import { findOpenQuestion, openQuestions } from "../../src/catalogue/open-questions.ts";
import { findProvider, providers } from "../../src/catalogue/providers.ts";
import { findSkipString } from "../../src/catalogue/skip-strings.ts";
import {
  findSystemVariable,
  nearestSystemVariable,
  systemVariables,
  systemVariablesOf,
} from "../../src/catalogue/system-variables.ts";
import { specSchemaAt } from "../../src/pipeline/schema/spec-faults.ts";
import { closestMatches } from "../../src/util/closest-match.ts";

describe("providers", () => {
  const words: [word: string, id: string | undefined][] = [
    ["github", "github"],
    ["GitHub", "github"],
    ["stash", "bitbucket-server"],
    ["azure-devops", "azure"],
    ["github-1", undefined],
    ["", undefined],
  ];
  it.each(words)("%s is %s", (word, id) => {
    expect(findProvider(word)?.id).toBe(id);
  });

  it("offer only events that exist and that one of their webhooks stands for", () => {
    for (const { id } of providers) {
      for (const event of documentedEvents(id)) {
        expect(eventNames).toContain(event);
        const sent = webhooks.some((row) => row.provider === id && row.satisfies.includes(event));
        expect(sent, `${id} ${event}`).toBe(true);
      }
    }
  });

  const offered: [
    provider: Parameters<typeof offers>[0],
    event: string,
    offered: boolean,
    certainty: string,
  ][] = [
    ["github", "pullrequest.labeled", true, "documented"],
    ["github", "push", true, "inferred"],
    ["gitlab", "push.tags", true, "inferred"],
    ["gitlab", "pullrequest.labeled", false, "inferred"],
    ["bitbucket", "pullrequest.created", false, "inferred"],
    ["bitbucket", "pullrequest:created", true, "documented"],
    ["azure", "pullrequest.reviewerVote", true, "inferred"],
    ["gerrit", "change-merged", true, "documented"],
    ["gerrit", "release", false, "inferred"],
  ];
  it.each(offered)("%s %s: %s, %s", (provider, event, is, certainty) => {
    expect(offers(provider, event)).toMatchObject({ offered: is, certainty });
  });
});

describe("open questions", () => {
  it("have ids of their own and a default that is not among the other answers", () => {
    expect(new Set(openQuestions.map(({ id }) => id)).size).toBe(18);
    for (const question of openQuestions) expect(question.values).not.toContain(question.default);
  });

  it("cover those that webhooks hang on", () => {
    const asked = webhooks.flatMap((row) => row.open.map(({ question }) => question));
    expect([...new Set(asked)].filter((id) => findOpenQuestion(id) === undefined)).toEqual([]);
  });
});

describe("system variables", () => {
  it("are each named once, with description and source", () => {
    expect(new Set(systemVariables.map(({ name }) => name)).size).toBe(systemVariables.length);
    for (const row of systemVariables) {
      expect(row.description.length, row.name).toBeGreaterThan(5);
      expect(row.source, row.name).toBeTruthy();
    }
  });

  it("are found, told by scope, and guessed", () => {
    expect(findSystemVariable("CF_BRANCH")?.scope).toBe("git");
    expect(systemVariablesOf("cron").map(({ name }) => name)).toContain("EVENT_MESSAGE");
    expect(nearestSystemVariable("CF_BRNCH")).toBe("CF_BRANCH");
    expect(nearestSystemVariable("MY_VARIABLE")).toBeUndefined();
  });
});

describe("skip strings", () => {
  const messages: [message: string, found: string | undefined, ignoreCase?: boolean][] = [
    ["fix [skip ci] later", "[skip ci]"],
    ["[codefresh skip]", "[codefresh skip]"],
    ["skip ci", undefined],
    ["[skip-ci]", undefined],
    ["[SKIP CI]", undefined],
    ["[SKIP CI]", "[skip ci]", true],
  ];
  it.each(messages)("%s: %s", (message, found, ignoreCase = false) => {
    expect(findSkipString(message, ignoreCase)).toBe(found);
  });
});

const mappings: Record<string, (string | number)[]> = {
  trigger: ["spec", "triggers", 0],
  cron: ["spec", "cronTriggers", 0],
  spec: ["spec"],
};

describe("limits", () => {
  it.each(limits.filter((row) => row.certainty === "schema"))("of $field are those of the schema", (row) => {
    const [mapping, key] = row.field.split(".");
    const field = specSchemaAt([...mappings[mapping!]!, key!]);
    const [schema] = [field?.items ?? field].flat();
    const [low, high] =
      row.of === "length" ? [schema?.minLength, schema?.maxLength] : [schema?.minimum, schema?.maximum];
    if (row.field !== "cron.message") expect([low, high]).toEqual([row.minimum, row.maximum]);
    else expect(schema?.pattern).toContain(`{${row.minimum},${row.maximum}}`);
  });
});

describe("generated fields", () => {
  it("name no key twice", () => {
    for (const keys of Object.values(generatedFields)) expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("closestMatches", () => {
  const tries: [text: string, candidates: string[], found: string[]][] = [
    ["nname", ["name", "labels"], ["name"]],
    ["vlaue", ["value", "key"], ["value"]],
    ["Disabled", ["disabled"], ["disabled"]],
    ["xyz", ["name"], []],
    ["", ["a"], ["a"]],
  ];
  it.each(tries)("%s among %j: %j", (text, candidates, found) => {
    expect(closestMatches(text, candidates)).toEqual(found);
  });
});
