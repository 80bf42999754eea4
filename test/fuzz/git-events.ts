import { eventNames } from "../../src/catalogue/events/events.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { text } from "./grammar.ts";
import { paths } from "./patterns.ts";
import type { Random } from "./random.ts";

const COMMON = [
  "push",
  "push.heads",
  "push.tags",
  "pullrequest",
  "pullrequest.opened",
  "pullrequest.merged",
  "release",
];
const MORE = [
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "pullrequest.closed",
  "pullrequest.synchronize",
];

/** Returns a random Git event; some values are words of the spec, so that filters match. */
export function gitEvent(random: Random, spec: string): GitEvent {
  const names = random.pick([COMMON, COMMON, MORE, eventNames]) as readonly GitEvent["names"][number][];
  const facts = gitFacts(random, spec);
  const chosen = Object.entries(facts).filter(() => random.oneIn(2));
  return { kind: "git", names: [random.pick(names)], ...Object.fromEntries(chosen) };
}

/** Returns the facts of an event, all of them present. */
export function gitFacts(random: Random, spec: string): Partial<GitEvent> {
  const words = spec.match(/[\w/.-]{2,30}/g) ?? ["main"];
  const word = () => random.pick([random.pick(words), random.pick(words), "main", "v1.0.0", text(random)]);
  return {
    branch: word(),
    targetBranch: word(),
    changedFiles: [...paths(random), word()].map((path) => ({ path })),
    message: random.pick(["fix", "[skip ci] fix", "[SKIP CI]", word()]),
    earlierMessages: [random.pick(["one", "one [skip ci]", word()])],
    comment: random.pick(["/test", "a\nb", word()]),
    authorAssociation: random.pick(["OWNER", "MEMBER", "NONE", "CONTRIBUTOR"]),
    fork: random.oneIn(2),
    headRepository: random.pick(["acme/shop", "eve/shop"]),
    newBranch: random.oneIn(2),
  };
}
