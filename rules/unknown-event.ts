import { equivalentEvent } from "../src/catalogue/events/event-coverage.ts";
import {
  findEvent,
  isSameEvent,
  nearestEventNames,
  providersSending,
  remedyOfForeignEvent,
  sameEventNames,
  severalMeanings,
} from "../src/catalogue/events/events.ts";
import { formatOffers, type ProviderRow } from "../src/catalogue/providers.ts";
import { isSequence, isText, type Located, valueAt } from "../src/document/located.ts";
import { lineBreakOf, startOfLine } from "../src/document/scan.ts";
import { quotedLike, replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type FixProposal, type RuleContext } from "../src/lint/rule.ts";
import { type GitTrigger, oncePerPipeline } from "../src/pipeline/model.ts";
import { locateFinding, type SchemaFinding } from "../src/schema/finding.ts";
import { valuesIn } from "../src/schema/message.ts";
import { memoizeByObject } from "../src/util/memoize.ts";
import { quoteList } from "../src/util/text.ts";
import { removeItems } from "./support/edits.ts";
import { providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "unknown-event",
  severity: "error",
  summary: "a trigger lists an unknown event",
  why: "Codefresh rejects a spec with an event that is not one of the 71 names of its schema. The API documentation only lists some of them; `push`, Bitbucket's names with a colon, and the names of Azure and Gerrit are accepted too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: the 71 names",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers: a part of them",
  ],
  schemaFinding(finding, pipeline, context) {
    const event = valueAt(pipeline.node, finding.path);
    const trigger = triggersByIndex(pipeline).get(finding.path[2]);
    const text = event && isText(event) ? event : undefined;
    const provider = trigger && providerOf(trigger, context);
    const found = text && meantBy(text.value, provider);
    const what = `unknown event ${finding.actual}`;
    const place = locateFinding(finding, pipeline.node);
    const names = text ? valuesIn(text.value, (name) => findEvent(name) !== undefined) : [];
    if (text && names.length > 1) {
      const message = `${finding.actual} is one item with ${names.length} events; write an item for each`;
      const fix = trigger && asItems(text, names, trigger, context);
      return context.report(place, message, { fix });
    }
    const remedy = text && remedyOfForeignEvent(text.value);
    if (remedy) return context.report(place, `${what}; ${remedy}`);
    const others = provider ? `${provider.title} sends ${formatOffers(provider)}` : SEE;
    if (!found) return context.report(place, `${what}; ${others}`);
    const { name, isSame } = found;
    if (isSame && trigger && eventsOf(trigger).has(name)) {
      const fix = removal(trigger, finding.path, context);
      return context.report(place, `${what}; remove it because "${name}" is already listed`, { fix });
    }
    if (!isSame) return context.report(place, `${what}; the nearest event is "${name}"`);
    const choice = severalMeanings(text.value).filter((each) => !provider || isSentBy(provider, each));
    const meant = choice.length > 1 ? quoteList(choice, "or") : `"${name}"`;
    const fix = choice.length > 1 ? undefined : replaceValue(text, name, false);
    context.report(place, `${what}; did you mean ${meant}?`, { fix });
  },
});

/** The names of the events of a trigger; it may list thousands that are unknown. */
const eventsOf = memoizeByObject(({ events }: GitTrigger) => new Set(events.map(({ value }) => value)));

/** Writes a list of events in place of one item, in the style of the list. */
function asItems(
  item: Located<string>,
  names: readonly string[],
  { node }: GitTrigger,
  { text }: RuleContext,
): FixProposal | undefined {
  const list = node.get("events");
  if (!list || item.anchor) return undefined;
  const { start } = item.span;
  const isInBrackets = text[list.span.start] === "[";
  const before = isInBrackets ? "" : text.slice(startOfLine(text, start), start);
  if (!isInBrackets && !/^[ \t]*- +$/.test(before)) return undefined;
  const separator = isInBrackets ? ", " : `${lineBreakOf(text)}${before}`;
  const written = names.map((name) => quotedLike(item, name)).join(separator);
  return { title: "write an item for each", safe: false, edits: [{ span: item.span, text: written }] };
}

const triggersByIndex = oncePerPipeline(
  ({ triggers }) => new Map<unknown, GitTrigger>(triggers.map((trigger) => [trigger.index, trigger])),
);

const SEE = "see the Git triggers page of docs.codefresh.io for the known names";

function isSentBy({ id }: ProviderRow, name: string): boolean {
  return providersSending(name).includes(id);
}

/** The event name that a text probably means; `isSame` if it is certainly that event. */
function meantBy(
  text: string,
  provider: ProviderRow | undefined,
): { readonly name: string; readonly isSame: boolean } | undefined {
  const same = sameEventNames(text, 3);
  const near = nearestEventNames(text, 3);
  if (!provider) return near[0] === undefined ? undefined : { name: near[0], isSame: same.length > 0 };
  const isSent = (name: string): boolean => isSentBy(provider, name);
  const [first] = near;
  if (first === undefined) return undefined;
  const name = isSent(first) ? first : (equivalentEvent(first, provider.id) ?? near.find(isSent));
  return name === undefined ? undefined : { name, isSame: same.some((each) => isSameEvent(each, name)) };
}

function removal({ node }: GitTrigger, path: SchemaFinding["path"], { text }: RuleContext) {
  const list = node.get("events");
  return list && isSequence(list)
    ? removeItems(text, list, new Set([Number(path.at(-1))]), false)
    : undefined;
}
