import { type Hover, MarkupKind } from "vscode-languageserver/node";
import { RULES } from "../../../../rules/index.ts";
import { Budget } from "../../../match/budget.ts";
import { exampleFiles } from "../../../match/glob/examples.ts";
import { examples } from "../../../match/regex/examples.ts";
import { Redactor, spellings } from "../../../secrets/redact.ts";
import { unrendered } from "../../../simulate/condition.ts";
import { globOptions } from "../../../simulate/patterns.ts";
import { type EvaluationSettings, evaluationSettings } from "../../../simulate/settings.ts";
import { plural, sentence } from "../../../util/text.ts";
import { unlessUsageError } from "../../command.ts";
import { explainRule } from "../../explain/explain-rule.ts";
import { explainSimulation } from "../../explain/explain-simulation.ts";
import type { Explanation } from "../../explain/explanation.ts";
import { branchNames } from "../../git/event-from-git.ts";
import { Git } from "../../git/run-git.ts";
import { nodeHost } from "../../simulate/regex-deadline.ts";
import type { Analysis, Workspace } from "../documents.ts";
import { spanToRange } from "../positions.ts";
import { type Target, targetAt } from "../targets.ts";
import { conditionLines } from "./condition-values.ts";
import { cronLines } from "./cron-words.ts";

/** The names and files that a hover lists. */
const MAX_EXAMPLES = 5;

/** Returns the description of what is at an offset; null if there is none. */
export async function hoverAt(
  analysis: Analysis,
  offset: number,
  workspace: Workspace,
  now: Date,
): Promise<Hover | null> {
  const target = targetAt(analysis.file, offset);
  const lines = target && (await linesOf(target, analysis, workspace, now));
  if (!lines || lines.length === 0) return null;
  const { file, lint } = analysis;
  const { span } = target.kind === "rule" ? target.place : target.value;
  const redactor = new Redactor(spellings(file.source.text, lint.secrets));
  return {
    contents: { kind: MarkupKind.Markdown, value: redactor.text(lines.join("\n")) },
    range: spanToRange(file.source, span),
  };
}

async function linesOf(
  target: Target,
  analysis: Analysis,
  workspace: Workspace,
  now: Date,
): Promise<readonly string[]> {
  switch (target.kind) {
    case "cron":
      return await cronLines(target.trigger, analysis.config.settings.assume, now);
    case "event": {
      const explanation = explainSimulation(target.value.value);
      return explanation ? markdownLines(explanation) : [];
    }
    case "rule": {
      const rule = RULES.find(({ id }) => id === target.id);
      return rule ? markdownLines(explainRule(rule)) : [];
    }
    case "condition":
      return await conditionLines(target, analysis, workspace, now);
    case "placeholder":
      return [sentence(unrendered(target.value)!.reason)];
    case "glob":
      return await globLines(target, analysis);
    case "regex":
      return regexLines(target, analysis);
  }
}

function settingsOf({ config, file }: Analysis): EvaluationSettings {
  const budget = new Budget(file.source.text.length);
  return evaluationSettings(config.settings, { budget, host: nodeHost() });
}

async function globLines(
  { value, trigger }: Target & { kind: "glob" },
  analysis: Analysis,
): Promise<string[]> {
  const settings = settingsOf(analysis);
  const matcher = settings.patterns.glob(value.value);
  if (matcher.refused !== undefined) return [`The glob ${matcher.refused}.`];
  const repository = trigger.repo?.value;
  const { findRepositoryFiles, repositoryFiles } = analysis.config.settings;
  const tracked =
    repositoryFiles ?? (repository === undefined ? undefined : await findRepositoryFiles?.(repository));
  if (!tracked) {
    const { assume, budget } = settings;
    const made = exampleFiles(value.value, { ...globOptions(assume), budget, limit: MAX_EXAMPLES });
    const unknown = "The files of the repository are not known here.";
    return made.length === 0 ? [unknown] : [unknown, "", "It matches, for example:", "", ...list(made)];
  }
  const answers = tracked.map((path) => ({ path, answer: matcher.matchFile(path) }));
  const matched = answers.flatMap(({ path, answer }) => (answer === "yes" ? [path] : []));
  const open = answers.filter(({ answer }) => answer === "unknown").length;
  const more = open > 0 ? `, and ${open} more in one of the possible readings of the glob` : "";
  return [
    `**Matches ${matched.length} of ${plural(tracked.length, "tracked file")}**${more}`,
    "",
    ...list(matched.slice(0, MAX_EXAMPLES), matched.length),
  ];
}

function regexLines({ value, subject }: Target & { kind: "regex" }, analysis: Analysis): string[] {
  const { patterns, budget } = settingsOf(analysis);
  const matcher = patterns.regex(value.value);
  if (!("literal" in matcher)) return [`Codefresh rejects it: ${matcher.problems[0]!.message}.`];
  const branches = subject === "branch" ? branchesOf(analysis) : undefined;
  if (branches && branches.length > 0) {
    const matched = branches.filter((branch) => matcher.test(branch) === "yes");
    const head = `**Matches ${matched.length} of ${plural(branches.length, "branch", "branches")}** of this checkout`;
    return [head, "", ...list(matched.slice(0, MAX_EXAMPLES), matched.length)];
  }
  const made = examples(matcher.literal, { budget, host: nodeHost(), limit: MAX_EXAMPLES });
  return made.length === 0
    ? ["An example that it matches is not known."]
    : ["It matches, for example:", "", ...list(made)];
}

/** The branches of the checkout; undefined outside of one. */
function branchesOf({ document }: Analysis): readonly string[] | undefined {
  return unlessUsageError(
    () => branchNames(new Git(document.folder.root)),
    () => undefined,
  );
}

/** Names as a list, with the number of those left out. */
function list(names: readonly string[], all = names.length): string[] {
  const more = all > names.length ? [`- and ${all - names.length} more`] : [];
  return [...names.map((name) => `- ${code(name)}`), ...more];
}

/** A text as code of Markdown; one with backquotes needs longer ones around it. */
export function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const quotes = "`".repeat(longest + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${quotes}${space}${text.replace(/\s+/g, " ")}${space}${quotes}`;
}

/** Returns the description of a topic as lines of Markdown. */
export function markdownLines({ title, traits, paragraphs, parts }: Explanation): string[] {
  return [
    `**${title}**${traits.length > 0 ? ` (${traits.join(", ")})` : ""}`,
    ...paragraphs.flatMap((text) => ["", text]),
    ...parts.flatMap(([heading, entries, kind]) => {
      if (entries.length === 0) return [];
      const shown = kind === "code" ? ["```yaml", ...entries, "```"] : entries.map((entry) => `- ${entry}`);
      return ["", `**${heading}**`, "", ...shown];
    }),
  ];
}
