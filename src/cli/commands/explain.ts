import { RULES } from "../../../rules/index.ts";
import { renamedRule } from "../../lint/rule-set.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { explainRule } from "../explain/explain-rule.ts";
import { explainSimulation, simulationTopics } from "../explain/explain-simulation.ts";
import { type Explanation, explanationText } from "../explain/explanation.ts";
import { TOPICS } from "../help/topics.ts";

/** `dryfire explain`: prints the description of a rule, an event, a condition or a question. */
export const command: Command = {
  name: "explain",
  summary: "Explains a rule, an event, a condition or an open question.",
  usage: "TOPIC...",
  positionals:
    'TOPIC is an id as shown in reports: of a rule ("dryfire rules" lists them), a condition, an open question or an evaluation rule; or the name of an event, or the key of a filter, such as branchRegex.',
  options: {},
  examples: [
    ["dryfire explain unknown-event", "explain one rule"],
    ["dryfire explain push.heads", "explain an event"],
    ["dryfire explain glob-engine", "explain an open question"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw new UsageError(
      'the topic is missing; write "dryfire explain TOPIC", such as a rule ("dryfire rules" lists them) or an event',
    );
  const explanations = args.positionals.map(explanationOf);
  io.out(explanations.map((each) => explanationText(each, io)).join("\n"));
  return 0;
}

/** The explanation of a topic, or undefined for an unknown one. */
export function findExplanation(id: string): Explanation | undefined {
  const rule = RULES.find((each) => each.id === id);
  return rule ? explainRule(rule) : explainSimulation(id);
}

function explanationOf(id: string): Explanation {
  const explanation = findExplanation(id);
  if (explanation) return explanation;
  if (Object.hasOwn(TOPICS, id))
    throw new UsageError(`"${id}" is a topic of the help; run "dryfire help ${id}"`);
  const near = renamedRule(id) ?? closestMatch(id, [...RULES.map((each) => each.id), ...simulationTopics]);
  const hint = near ? `did you mean "${near}"?` : 'run "dryfire rules" for a list of rules';
  throw new UsageError(`unknown rule, event, condition or question "${id}"; ${hint}`);
}
