import { coverage, findEvent, providersSending, surelySends } from "../src/catalogue/events/events.ts";
import type { ProviderId } from "../src/catalogue/providers.ts";
import { isSequence, type Located } from "../src/document/located.ts";
import { defineRule, type FixProposal, type RuleContext } from "../src/lint/rule.ts";
import { memoizeBy } from "../src/util/memoize.ts";
import { removeItems } from "./support/edits.ts";
import { providerOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "redundant-event",
  severity: "warning",
  marks: "unneeded",
  summary: "a trigger lists an event twice, or an event that another one covers",
  why: "`push` covers every push and `pullrequest` covers everything that happens to a pull request, so narrower names next to them have no effect, although they look like a restriction. `pullrequest.closed` also covers merged pull requests. One webhook starts one build of a trigger, even if several of its event names match.",
  sources: [
    'docs.codefresh.io _docs/pipelines/specifications-latest-version.md: "any possible push event", "any possible pullrequest event"',
    "docs.codefresh.io _docs/ci-cd-guides/preview-environments.md: closed, merged or not",
  ],
  gitTrigger(trigger, context) {
    const list = trigger.node.get("events");
    if (!list || !isSequence(list) || trigger.events.length < 2) return;
    const provider = providerOf(trigger, context)?.id;
    const widers = widersOf(
      trigger.events.map(({ value }) => value),
      provider,
    );
    const found = trigger.events.flatMap((event, index) => {
      const wider = trigger.events[widers[index] ?? -1];
      return wider ? [{ event, wider }] : [];
    });
    // All of them are removed together, because each edit removes a comma of its neighbour.
    const indexes = new Set(found.map(({ event }) => Number(event.path?.key)));
    const safe = found.every(({ event, wider }) => event.value === wider.value);
    const fix = found.length > 0 ? removeItems(context.text, list, indexes, safe) : undefined;
    for (const [index, each] of found.entries()) report(each, index === 0 ? fix : undefined, context);
  },
});

interface Found {
  readonly event: Located<string>;
  readonly wider: Located<string>;
}

function report({ event, wider }: Found, fix: FixProposal | undefined, context: RuleContext): void {
  const same = wider.value === event.value;
  const message = same
    ? `"${event.value}" is listed twice; remove one`
    : `"${wider.value}" already covers "${event.value}"; remove it`;
  const related = [{ place: wider, message: same ? "first listed here" : "the event that covers it" }];
  context.report(event, message, { related, fix });
}

/** Where each name is listed first, in order; the known ones alone can cover others. */
interface Firsts {
  readonly indexes: ReadonlyMap<string, number>;
  readonly known: readonly number[];
}

function firstsOf(events: readonly string[]): Firsts {
  const indexes = new Map<string, number>();
  for (const [index, name] of events.entries()) if (!indexes.has(name)) indexes.set(name, index);
  return { indexes, known: [...indexes].flatMap(([name, index]) => (findEvent(name) ? [index] : [])) };
}

/** The index of a name that covers it, for each name. Pipelines often list the same few events. */
const widersOf = memoizeBy(
  (events, provider) => JSON.stringify([events, provider]),
  (events: readonly string[], provider: ProviderId | undefined): readonly (number | undefined)[] => {
    const firsts = firstsOf(events);
    return events.map((_, index) => findWider(events, index, firsts, provider));
  },
);

/** Returns the index of another listed name that covers this one; for two equal ones, the first. */
function findWider(
  events: readonly string[],
  index: number,
  { indexes, known }: Firsts,
  provider: ProviderId | undefined,
): number | undefined {
  const name = events[index]!;
  const same = indexes.get(name)!;
  return (findEvent(name) ? known : [same]).find((other) => {
    if (other === index) return false;
    if (other === same) return other < index;
    if (!covers(events[other]!, name, provider)) return false;
    return other < index || !covers(name, events[other]!, provider);
  });
}

/** Names that are documented as wide; other names need more than an inferred coverage. */
const WIDE = new Set([
  "push",
  "pullrequest",
  "pullrequest.closed",
  "pullrequest.updated",
  "pullrequest.commentAddedUnrestricted",
]);

const covers = memoizeBy((wider, name, provider) => `${wider} ${name} ${provider ?? ""}`, judgeCover);

function judgeCover(wider: string, name: string, provider: ProviderId | undefined): boolean {
  if (!findEvent(name) || !findEvent(wider) || name === "pullrequest.commentAddedUnrestricted") return false;
  const both = providersSending(name).filter((sender) =>
    [name, wider].every((each) => surelySends(sender, each)),
  );
  const senders = provider ? [provider] : both;
  return (
    senders.length > 0 &&
    senders.every((sender) => {
      const { answer, certainty } = coverage(name, wider, sender);
      return answer === "covered" && (certainty !== "inferred" || WIDE.has(wider));
    })
  );
}
