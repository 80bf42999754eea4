import { RULES } from "../../../rules/index.ts";
import { renamedRule } from "../../lint/rule-set.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { explainRule } from "../explain/explain-rule.ts";
import { explainSimulation, simulationTopics } from "../explain/explain-simulation.ts";
import { type Explanation, explanationText } from "../explain/explanation.ts";

/** `dryfire explain`: prints the description of a rule, an event, a condition or a question. */
export const command: Command = {
  name: "explain",
  summary: "Explains a rule, an event, a condition or an open question.",
  usage: "TOPIC...",
  positionals:
    'TOPIC is an id as shown in reports: of a rule ("dryfire rules" lists them), a condition, an open question or an evaluation rule; or the name of an event.',
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

function explanationOf(id: string): Explanation {
  const rule = RULES.find((each) => each.id === id);
  const explanation = rule ? explainRule(rule) : explainSimulation(id);
  if (explanation) return explanation;
  const near = renamedRule(id) ?? closestMatch(id, [...RULES.map((each) => each.id), ...simulationTopics]);
  const hint = near ? `did you mean "${near}"?` : 'run "dryfire rules" for a list of rules';
  throw new UsageError(`unknown rule, event, condition or question "${id}"; ${hint}`);
}
