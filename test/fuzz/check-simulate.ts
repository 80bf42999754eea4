import { isDeepStrictEqual } from "node:util";
import type { GitTrigger } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { applyChanges } from "../../src/simulate/event/event-diff.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { wouldFire } from "../../src/simulate/would-fire/would-fire.ts";
import { gitEvent, gitFacts } from "./git-events.ts";
import { assertInvariant, assertNoCrash, timed } from "./invariant.ts";
import type { Random } from "./random.ts";

/** Simulates events for the triggers of a text, and checks that the results agree. */
export async function checkSimulation(text: string, random: Random): Promise<void> {
  const file = await readSpecFile("a.yml", text);
  const event = gitEvent(random, text);
  const run = () => simulate([file], event);
  const first = await timed("simulating", text, async () => (await assertNoCrash("simulating", run))!);
  assertInvariant(isDeepStrictEqual(plain(first), plain(run())), "simulate is deterministic", () =>
    JSON.stringify(event),
  );
  const triggers = file.pipelines.flatMap((pipeline) => pipeline.triggers).slice(0, 6);
  const more = gitFacts(random, text);
  for (const trigger of triggers) {
    const repository = trigger.repo?.value ?? "acme/shop";
    checkAdded(trigger, { ...event, repository }, more);
    checkChange(trigger, event);
  }
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (key === "pipeline" && typeof each === "object" ? undefined : each)),
  );

/** The assumptions as facts: adding one of these may reverse a verdict. */
const explicit = { fork: false, message: "fix", authorAssociation: "OWNER" };

/** Adding a fact never turns a verdict into its opposite. */
function checkAdded(trigger: GitTrigger, given: GitEvent, added: Partial<GitEvent>): void {
  const settings = evaluationSettings({ assume: { "files-missing": "unknown" } });
  const less: GitEvent = { ...explicit, ...given };
  const more: GitEvent = { ...added, ...less };
  const [before, after] = [less, more].map((event) => evaluate(trigger, event, settings).verdict);
  assertInvariant(
    before === "unknown" || before === after,
    "adding a fact never reverses a verdict",
    () => `${before}, then ${after}: ${JSON.stringify(less)} and ${JSON.stringify(more)}`,
  );
}

/** A suggested change must change the verdict. */
function checkChange(trigger: GitTrigger, given: GitEvent): void {
  const settings = evaluationSettings();
  if (evaluate(trigger, given, settings).verdict === "fires") return;
  const { possible, changes } = wouldFire(trigger, given, settings);
  assertInvariant((possible === true) === changes.length > 0, "a suggested change changes the verdict", () =>
    JSON.stringify(changes),
  );
  if (possible !== true) return;
  const verdict = evaluate(trigger, applyChanges(given, changes), settings).verdict;
  assertInvariant(
    verdict === "fires",
    "a suggested change changes the verdict",
    () => `${verdict}: ${JSON.stringify(given)} with ${JSON.stringify(changes)}`,
  );
}
