import { type CompletionItem, CompletionItemKind } from "vscode-languageserver/node";
import { outermost } from "../../../../rules/support/step-waits.ts";
import { eachScalar } from "../../../../rules/support/walk.ts";
import { eventNames, findEvent, mayList } from "../../../catalogue/events/events.ts";
import { isText, type Located, pathKeys } from "../../../document/located.ts";
import { endOfLine, startOfLine } from "../../../document/scan.ts";
import type { Span } from "../../../document/source.ts";
import { quotedLike } from "../../../lint/fix/quoting.ts";
import { type Pipeline, providerOf, type SpecFile } from "../../../pipeline/model.ts";
import { triggerName } from "../../../simulate/pipelines.ts";
import type { Step } from "../../../simulate/steps/step-model.ts";
import type { Analysis, Workspace } from "../documents.ts";
import { spanToRange } from "../positions.ts";
import { allSteps } from "../targets.ts";

/** A value that may be completed, with its description. */
interface Choice {
  readonly value: string;
  readonly about?: string;
  /** Later groups are listed after earlier ones. */
  readonly group?: number;
}

/** A word that is not in any spec, put at the cursor to find out what would be there. */
const MARK = "dryfire0cursor";

/** The keys with a list; a value directly behind one is written as a list. */
const LISTS: ReadonlySet<string> = new Set(["events", "contexts"]);

/**
 * Returns the values for the place of a cursor that depend on the spec or the workspace: events of
 * the trigger's provider, stages, names of steps, ids of Git triggers, and contexts.
 */
export async function completionsAt(
  { file, document, config }: Analysis,
  offset: number,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const { text } = file.source;
  const line = { start: startOfLine(text, offset), end: endOfLine(text, offset) };
  if (/^\s*#/.test(text.slice(line.start, offset))) return [];
  const word = wordAround(text, offset, line);
  const space = /[:-]/.test(text[word.start - 1] ?? "") ? " " : "";
  const marked = `${text.slice(0, word.start)}${space}${MARK}${text.slice(word.end)}`;
  const read = await document.parse(marked);
  const found = read && findMark(read);
  if (!found) return [];
  const choices = choicesFor(found, config.settings.integrations, workspace.names(document));
  const isQuoted = /["']/.test(read.source.text[found.place.span.start] ?? "");
  const isWholeList = LISTS.has(String(found.keys.at(-1)));
  if (isWholeList && isQuoted) return [];
  const isWord = found.place.value === MARK;
  const edited = isWord ? word : withoutMark(found.place.span, marked.length - text.length, isQuoted ? 1 : 0);
  if (edited.end > line.end || edited.start < line.start) return [];
  /** A text where the mark is; names of events need no quotes, whatever is in them. */
  const written = (value: string): string => {
    const text = read.format === "json" ? JSON.stringify(value) : quotedLike(found.place, value);
    const item = findEvent(value) ? value : isQuoted ? text.slice(1, -1) : text;
    return isWholeList ? `[${item}]` : item;
  };
  return choices.map((choice, index) => ({
    label: choice.value,
    kind: CompletionItemKind.Value,
    ...(choice.about !== undefined && { detail: choice.about }),
    sortText: String((choice.group ?? 0) * 1000 + index).padStart(6, "0"),
    filterText: choice.value,
    textEdit: {
      range: spanToRange(file.source, edited),
      newText: `${isWord ? space : ""}${written(choice.value)}`,
    },
  }));
}

/** The span of a value of several words, without its quotes, before the mark made it longer. */
function withoutMark({ start, end }: Span, mark: number, quote: number): Span {
  return { start: start + quote, end: end - mark - quote };
}

/** The characters of a value around the cursor, without quotes. */
function wordAround(text: string, offset: number, line: Span): Span {
  const before = text
    .slice(line.start, offset)
    .split(/[\s"'[\]{},]/)
    .at(-1)!;
  const after = /^[^\s"'[\]{},]*/.exec(text.slice(offset, line.end))![0];
  const start = offset - before.length;
  // Directly after `key:` or a dash the value has not begun; names of events have colons too.
  const isItem = /-\s+$/.test(text.slice(line.start, start));
  const isKey = before === "-" || (!isItem && /^[\w-]+:$/.test(before));
  return { start: isKey ? offset : start, end: offset + after.length };
}

/** The place of the mark: its keys from the pipeline down, and the value. */
interface Found {
  readonly pipeline: Pipeline;
  readonly keys: readonly (string | number)[];
  readonly place: Located<string>;
}

function findMark({ pipelines, definitions }: SpecFile): Found | undefined {
  for (const pipeline of [...pipelines, ...definitions]) {
    const { node } = pipeline;
    if (!pipeline.file.source.text.slice(node.span.start, node.span.end).includes(MARK)) continue;
    let place: Located<string> | undefined;
    eachScalar(node, (scalar) => {
      if (isText(scalar) && scalar.value.includes(MARK)) place = scalar;
    });
    if (!place) continue;
    const all = pathKeys(place.path).slice(pathKeys(node.path).length);
    return { pipeline, place, keys: pipeline.isDefinition ? all : all.slice(all[0] === "spec" ? 1 : 0) };
  }
  return undefined;
}

function choicesFor(
  { pipeline, keys }: Found,
  integrations: Readonly<Record<string, string>>,
  names: { readonly contexts: readonly string[]; readonly integrations: readonly string[] },
): readonly Choice[] {
  const [first, index, key] = keys;
  const last = keys.at(-1);
  if (first === "triggers" && key === "events") return eventChoices(pipeline, Number(index), integrations);
  if (first === "triggers" && key === "context" && keys.length === 3) return without(names.integrations);
  if ((first === "contexts" && keys.length <= 2) || (first === "triggers" && key === "contexts"))
    return without(names.contexts, listedIn(pipeline, keys));
  if (first === "cronTriggers" && key === "gitTriggerId") return triggerChoices(pipeline);
  if (first === "steps" && isStageOfStep(keys)) return stageChoices(pipeline);
  const isStep = first === "steps" || first === "hooks";
  const when = keys.lastIndexOf("when");
  if (isStep && when > 0 && keys[when + 1] === "steps" && last === "name")
    return stepChoices(pipeline, keys[when - 1]);
  return [];
}

/** True for the stage of a step, of one in it, or of one that `scale` makes; a hook has none. */
function isStageOfStep(keys: Found["keys"]): boolean {
  const isHolder = (key: string | number, index: number): boolean =>
    index % 2 === 1 || key === "steps" || key === "scale";
  return keys.length % 2 === 1 && keys.at(-1) === "stage" && keys.slice(0, -1).every(isHolder);
}

function eventChoices(
  { triggers }: Pipeline,
  at: number,
  integrations: Readonly<Record<string, string>>,
): readonly Choice[] {
  const trigger = triggers.find(({ index }) => index === at);
  const row = trigger && providerOf(trigger, integrations);
  const listed = new Set(trigger?.events.map(({ value }) => value));
  const offered = row?.events ?? [];
  const sent = eventNames.filter((name) => (!row || mayList(row.id, name)) && !findEvent(name)!.canonical);
  return [...new Set([...offered, ...sent])].flatMap((value) =>
    listed.has(value)
      ? []
      : [{ value, about: findEvent(value)!.description, group: offered.includes(value) ? 0 : 1 }],
  );
}

function triggerChoices({ triggers }: Pipeline): readonly Choice[] {
  return triggers.flatMap((trigger) =>
    trigger.id ? [{ value: trigger.id.value, about: `the id of ${triggerName(trigger)}` }] : [],
  );
}

function stageChoices({ spec }: Pipeline): readonly Choice[] {
  return without(spec?.strings("stages").map(({ value }) => value) ?? []);
}

/** Without `mode: parallel` a step can wait only for those before it. */
function stepChoices(pipeline: Pipeline, own: string | number | undefined): readonly Choice[] {
  const steps = allSteps(pipeline);
  const waiting = steps.find(({ name }) => name.value === own);
  const isParallel = pipeline.spec?.string("mode")?.value === "parallel";
  const placeOf = (step: Step): number => outermost(step).name.span.start;
  return steps.flatMap((step) => {
    if (step === waiting) return [];
    const isLater = waiting && !isParallel && placeOf(step) > placeOf(waiting);
    return isLater ? [] : [{ value: step.name.value, about: step.type }];
  });
}

/** The other items of the list of contexts with the mark. */
function listedIn({ contexts, triggers }: Pipeline, [first, index]: Found["keys"]): readonly string[] {
  const list =
    first === "contexts" ? contexts : (triggers.find((each) => each.index === index)?.contexts ?? []);
  return list.map(({ value }) => value);
}

function without(values: readonly string[], listed: readonly string[] = []): readonly Choice[] {
  return values.filter((value) => value !== MARK && !listed.includes(value)).map((value) => ({ value }));
}
