import { eventNames, findEvent, providersSending, surelySends } from "../src/catalogue/events/events.ts";
import { openQuestions } from "../src/catalogue/open-questions.ts";
import { ordinaryCases } from "../src/catalogue/ordinary-cases.ts";
import { allConditions } from "../src/simulate/evaluate.ts";
import { type ConditionId, rulesOfEvaluation } from "../src/simulate/evaluation/evaluation-rules.ts";
import { withBlocks } from "./blocks.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { table } from "./markdown.ts";

/** The blocks of `docs/semantics.md`: the evaluation rules, the open questions and the events. */
export function semanticsDoc(root: string): GeneratedFile[] {
  const blocks = {
    assumptions: table(
      ["`assumed`", "assumption"],
      Object.entries(ordinaryCases).map(([id, { assumption }]) => [`\`${id}\``, assumption]),
    ),
    rules: rulesTable((id) => SHARED.has(id)),
    conditions: (Object.keys(allConditions) as ConditionId[]).flatMap(conditionSection),
    questions: questions(),
    events: events(),
  };
  return [withBlocks(root, "docs/semantics.md", blocks)];
}

/** Rules that can decide every kind of condition; they are printed once. */
const SHARED: ReadonlySet<string> = new Set(["refused-value", "missing-fact", "unbounded-pattern"]);

function rulesTable(wanted: (id: string, conditions: readonly ConditionId[]) => boolean): string[] {
  const rows = Object.entries(rulesOfEvaluation)
    .filter(([id, { conditions }]) => wanted(id, conditions))
    .map(([id, { statement, certainty, source }]) => [`\`${id}\``, statement, certainty, source]);
  return table(["rule", "statement", "certainty", "source"], rows);
}

function conditionSection(condition: ConditionId): string[] {
  return [
    `## ${allConditions[condition].about}`,
    "",
    `Condition \`${condition}\`.`,
    "",
    ...rulesTable((id, conditions) => conditions.includes(condition) && !SHARED.has(id)),
  ];
}

function questions(): string[] {
  const rows = openQuestions.map(({ id, question, default: answer, values }) => [
    `\`${id}\``,
    question,
    answer,
    values.join(", ") || "–",
  ]);
  return table(["id", "question", "default", "other answers"], rows);
}

function events(): string[] {
  const rows = eventNames.map((name) => {
    const row = findEvent(name);
    const senders = providersSending(name).map((id) => (surelySends(id, name) ? id : `${id} (perhaps)`));
    return [`\`${name}\``, row?.description ?? "", senders.join(", ") || "–"];
  });
  return table(["event", "description", "sent by"], rows);
}
