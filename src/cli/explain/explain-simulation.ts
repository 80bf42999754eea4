import { eventTable } from "../../catalogue/events/event-table.ts";
import {
  coverage,
  type EventRow,
  eventFacts,
  findEvent,
  providersSending,
} from "../../catalogue/events/events.ts";
import { webhooks } from "../../catalogue/events/webhooks.ts";
import { findOpenQuestion, type OpenQuestion, openQuestions } from "../../catalogue/open-questions.ts";
import { type OrdinaryCase, ordinaryCases } from "../../catalogue/ordinary-cases.ts";
import { findProvider, providerTitle } from "../../catalogue/providers.ts";
import { allConditions } from "../../simulate/evaluate.ts";
import {
  type ConditionId,
  type RuleId,
  rulesOfEvaluation,
} from "../../simulate/evaluation/evaluation-rules.ts";
import { sentence } from "../../util/text.ts";
import { type Explanation, packageFile, sourceText } from "./explanation.ts";

/** The ids of everything about simulations that can be explained. */
export const simulationTopics: readonly string[] = [
  ...eventTable.map(({ name }) => name),
  ...Object.keys(allConditions),
  ...openQuestions.map(({ id }) => id),
  ...Object.keys(ordinaryCases),
  ...Object.keys(rulesOfEvaluation),
];

/** The description of an event, condition, open question or evaluation rule, by its id or key. */
export function explainSimulation(id: string): Explanation | undefined {
  const event = findEvent(id);
  if (event) return explainEvent(event);
  if (Object.hasOwn(allConditions, id)) return explainCondition(id as ConditionId);
  const ofKey = Object.entries(allConditions).find(([, { key }]) => key === id);
  if (ofKey) return explainCondition(ofKey[0] as ConditionId);
  const question = findOpenQuestion(id);
  if (question) return explainQuestion(question);
  if (Object.hasOwn(ordinaryCases, id)) return explainOrdinaryCase(id as OrdinaryCase);
  return isRule(id) ? explainEvaluationRule(id) : undefined;
}

function isRule(id: string): id is RuleId {
  return Object.hasOwn(rulesOfEvaluation, id);
}

/** The names as one entry of a list; an empty list if there are none. */
const listed = (names: readonly string[]) => (names.length > 0 ? [names.join(", ")] : []);

const covers = (wide: string, narrow: string) => coverage(narrow, wide).answer === "covered";

function explainEvent({ name, description, canonical, legacy, source }: EventRow): Explanation {
  const senders = providersSending(name);
  const offers = senders.filter((provider) => findProvider(provider)?.events.includes(name));
  const others = eventTable.map((row) => row.name).filter((each) => each !== name);
  return {
    title: name,
    traits: ["event"],
    paragraphs: [
      sentence(description),
      ...(canonical === undefined ? [] : [`The usual spelling is ${canonical}.`]),
      ...(legacy === undefined || canonical !== undefined ? [] : [`Note: ${legacy}.`]),
    ],
    parts: [
      ["Sent by", listed(senders.map(providerTitle))],
      ["Offered in the trigger dialog for", listed(offers.map(providerTitle))],
      ["Webhooks", webhooksOf(name)],
      [
        "Covered by the wider names",
        listed(others.filter((each) => covers(each, name) && !covers(name, each))),
      ],
      ["Covers", listed(others.filter((each) => covers(name, each) && !covers(each, name)))],
      [
        "Another name of the same webhooks",
        listed(others.filter((each) => covers(name, each) && covers(each, name))),
      ],
      ["Filters", filtersFor(eventFacts(name)!)],
      ["Try it", [`dryfire simulate --event ${name}`], "code"],
      ["Sources", [sourceText(source)]],
    ],
  };
}

/** The webhooks that have an event for certain, or perhaps. */
function webhooksOf(name: string): string[] {
  return webhooks.flatMap(({ provider, event, variant, satisfies, certainty, open }) => {
    const perhaps = open.find((each) => each.name === name);
    if (!satisfies.includes(name) && !perhaps) return [];
    const { question } = perhaps ?? {};
    const unsure = question === undefined ? "unknown" : `depends on ${question}`;
    const how = satisfies.includes(name) ? certainty : unsure;
    return [`${providerTitle(provider)}: ${[event, variant].filter(Boolean).join(", ")} (${how})`];
  });
}

/** The values that the filters of a trigger are matched against. */
function filtersFor(facts: NonNullable<ReturnType<typeof eventFacts>>): string[] {
  const branch = facts.pullRequest ? "the source branch of the pull request" : facts.branch && "the branch";
  const tag = facts.release
    ? "the tag or the target; see release-branch"
    : facts.tag && "the tag of a tag push";
  return [
    ...[branch, tag].flatMap((what) => (what ? [`branchRegex is matched against ${what}`] : [])),
    ...(facts.comment ? ["commentRegex is matched against the comment"] : []),
    facts.files
      ? "modifiedFilesGlob is matched against the changed files"
      : "the webhook lists no changed files",
  ];
}

function explainCondition(id: ConditionId): Explanation {
  const { about, key } = allConditions[id];
  const rules = Object.entries(rulesOfEvaluation).filter(([, { conditions }]) =>
    (conditions as readonly string[]).includes(id),
  );
  const more = packageFile("docs/semantics.md");
  return {
    title: id,
    traits: ["condition", ...(key === undefined ? [] : [`key ${key}`])],
    paragraphs: [`${about}.`],
    parts: [
      [
        "Evaluation rules",
        rules.map(([rule, { statement, certainty }]) => `${rule} (${certainty}): ${statement}`),
      ],
      ["All conditions", more === undefined ? [] : [more]],
    ],
  };
}

function explainQuestion({ id, question, default: assumed, values, certainty }: OpenQuestion): Explanation {
  const answers = [...new Set([assumed, ...values])];
  return {
    title: id,
    traits: ["open question"],
    paragraphs: [
      sentence(`${question}: no public source answers it`),
      assumed === "unknown"
        ? "Until you answer it, a condition that depends on it is unknown."
        : `dryfire assumes "${assumed}" (${certainty}).`,
    ],
    parts: [
      ["Answers", answers.map((answer) => (answer === assumed ? `${answer} (the default)` : answer))],
      [
        "Answer it once",
        answers.filter((answer) => answer !== assumed).map((answer) => `--assume ${id}=${answer}`),
        "code",
      ],
      ["Answer it in the config", ["assume:", `  ${id}: ${values[0]}`], "code"],
      ["Evaluation rule", isRule(id) ? [rulesOfEvaluation[id].statement] : []],
    ],
  };
}

function explainOrdinaryCase(id: OrdinaryCase): Explanation {
  const assumed = `Assumed if it was not given: ${ordinaryCases[id].assumption}.`;
  return { title: id, traits: ["assumption"], paragraphs: [assumed], parts: [] };
}

function explainEvaluationRule(id: RuleId): Explanation {
  const { statement, certainty, source, conditions } = rulesOfEvaluation[id];
  return {
    title: id,
    traits: ["evaluation rule", certainty, `of ${conditions.join(", ")}`],
    paragraphs: [statement],
    parts: [["Sources", [sourceText(source)]]],
  };
}
