import { describe, expect, it } from "vitest";
import { eventNames } from "../../src/catalogue/events/events.ts";
import { webhooks } from "../../src/catalogue/events/webhooks.ts";
import { generatedFields } from "../../src/catalogue/generated-fields.ts";
import { type OfferedRange, offeredRanges } from "../../src/catalogue/offered-ranges.ts";
import { openQuestions } from "../../src/catalogue/open-questions.ts";
import { findProvider, providers } from "../../src/catalogue/providers.ts";
import {
  findSystemVariable,
  nearestSystemVariable,
  systemVariables,
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

  it("support only events of their webhooks", () => {
    for (const { id, events } of providers) {
      for (const event of events) {
        expect(eventNames).toContain(event);
        const sent = webhooks.some((row) => row.provider === id && row.satisfies.includes(event));
        expect(sent, `${id} ${event}`).toBe(true);
      }
    }
  });
});

describe("open questions", () => {
  it("have unique ids and a default that is not one of the other answers", () => {
    expect(new Set(openQuestions.map(({ id }) => id)).size).toBe(openQuestions.length);
    for (const question of openQuestions) expect(question.values).not.toContain(question.default);
  });

  it("include those that webhooks depend on", () => {
    const asked = webhooks.flatMap((row) => row.open.flatMap(({ question }) => question ?? []));
    expect([...new Set(asked)].filter((id) => !openQuestions.some((question) => question.id === id))).toEqual(
      [],
    );
  });
});

describe("system variables", () => {
  it("are unique and have a description and a source", () => {
    expect(new Set(systemVariables.map(({ name }) => name)).size).toBe(systemVariables.length);
    for (const row of systemVariables) {
      expect(row.description.length, row.name).toBeGreaterThan(5);
      expect(row.source, row.name).toBeTruthy();
    }
  });

  it("are found by name and scope, and suggested for misspellings", () => {
    expect(findSystemVariable("CF_BRANCH")?.scope).toBe("git");
    expect(nearestSystemVariable("CF_BRNCH")).toBe("CF_BRANCH");
    expect(nearestSystemVariable("MY_VARIABLE")).toBeUndefined();
  });
});

const mappings: Record<OfferedRange["owner"], (string | number)[]> = {
  gitTrigger: ["spec", "triggers", 0],
  spec: ["spec"],
};

describe("offered ranges", () => {
  it.each(offeredRanges)("of $owner $key are within the schema's bounds", (row) => {
    const field = specSchemaAt([...mappings[row.owner], row.key]);
    expect(field?.minimum ?? row.minimum).toBeLessThanOrEqual(row.minimum);
    expect(field?.maximum ?? row.maximum).toBeGreaterThanOrEqual(row.maximum);
  });
});

describe("generated fields", () => {
  it("have unique keys", () => {
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
