import { openQuestions } from "../../catalogue/open-questions.ts";
import { groupBy } from "../../util/group-by.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { type Verdict, verdictOfAll } from "../evaluate.ts";
import type { SimulatedEvent } from "../event/event.ts";
import type { Assumptions } from "../settings.ts";
import type { Simulation } from "../simulation.ts";
import { triggersOf } from "./replayed-event.ts";

/** A build that Codefresh started, from its list of builds. */
export interface RecordedBuild {
  readonly pipeline: string;
  /** The trigger; undefined if the list does not name it. */
  readonly trigger: string | undefined;
  /** The commit, or the beginning of its hash. */
  readonly commit: string;
  /** When it was created, in milliseconds. */
  readonly created: number | undefined;
}

/** A prediction that the builds contradict. */
export interface Difference {
  /** The pipeline. */
  readonly pipeline: string;
  /** The trigger. */
  readonly trigger: string;
  /** The commit. */
  readonly commit: string;
  /** Where an event with this commit was recorded. */
  readonly place: string;
  /** The verdict. */
  readonly predicted: Verdict;
  /** Whether a build was started. */
  readonly built: boolean;
}

/** An answer to an open question that the builds support. */
export interface Explanation {
  /** The id of the question. */
  readonly question: string;
  /** The answer. */
  readonly answer: string;
  /** Differences and unknown verdicts that agree with the builds under this answer. */
  readonly explains: number;
  /** Predictions that agree now and would not under this answer. */
  readonly contradicts: number;
}

/** Predictions against what was built. */
export interface BuildComparison {
  /** Builds of webhooks in the list. */
  readonly builds: number;
  /** Triggers with a commit whose verdict could be compared. */
  readonly compared: number;
  /** Compared triggers whose verdict agrees with the build. */
  readonly agree: number;
  /** The compared triggers whose verdict does not agree. */
  readonly differ: readonly Difference[];
  /** Triggers whose verdict is unknown. */
  readonly unknown: number;
  /** Builds for which no recorded event has the commit and the specs have the pipeline. */
  readonly withoutEvent: number;
  /** The answers that explain differences, the best one first. */
  readonly explanations: readonly Explanation[];
}

/** The minimum number of builds that support an answer. */
const HANDFUL = 5;

/** The milliseconds between an event and its build, at most. */
const SLACK = 10 * 60_000;

interface KeptEvent {
  readonly place: string;
  readonly event: SimulatedEvent;
  readonly commit: string;
}

/** A trigger with a commit: its place, and its verdict over all events with this commit. */
interface Prediction {
  readonly pipeline: string;
  readonly trigger: string;
  readonly commit: string;
  readonly place: string;
  verdict: Verdict;
}

/**
 * Compares verdicts with builds. An event is compared if a build has its commit, or if it was sent
 * while builds of the list were created; a pipeline, if the list has a build of it: a list may be
 * filtered or cut. Events with the same commit count together, since a build does not name its
 * webhook.
 */
export class BuildComparer {
  readonly #builds: readonly RecordedBuild[];
  readonly #byCommit: ReadonlyMap<string, readonly RecordedBuild[]>;
  readonly #pipelines: ReadonlySet<string>;
  readonly #from: number;
  readonly #to: number;
  readonly #events: KeptEvent[] = [];
  readonly #questions = new Set<string>();

  constructor(builds: readonly RecordedBuild[]) {
    this.#builds = builds;
    this.#byCommit = groupBy(builds, ({ commit }) => shortHash(commit));
    this.#pipelines = new Set(builds.map(({ pipeline }) => pipeline));
    const times = builds.flatMap(({ created }) => created ?? []);
    this.#from = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
    this.#to = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  }

  /** Adds an event with its result; one that cannot be compared is not kept. */
  add(place: string, event: SimulatedEvent, at: number | undefined, simulation: Simulation): void {
    const commit = event.kind === "git" ? event.commit?.revision : undefined;
    if (commit === undefined) return;
    const isBuilt = this.#buildsOf(commit).length > 0;
    const isCovered = at !== undefined && at >= this.#from - SLACK && at <= this.#to;
    if (!isBuilt && !isCovered) return;
    this.#events.push({ place, event, commit });
    for (const { trigger } of triggersOf(simulation.pipelines))
      for (const { assumed } of trigger.conditions) for (const id of assumed) this.#questions.add(id);
  }

  /** @param simulate the result of an event with other answers to open questions */
  result(simulate: (event: SimulatedEvent, assume: Assumptions) => Simulation): BuildComparison {
    const now = this.#judge((event) => simulate(event, {}));
    const known = new Set(this.#events.map(({ commit }) => shortHash(commit)));
    return {
      builds: this.#builds.length,
      compared: now.agree.size + now.differ.size + now.unknown.size,
      agree: now.agree.size,
      differ: [...now.differ.values()].map(({ pipeline, trigger, commit, place, verdict }) => ({
        ...{ pipeline, trigger, commit, place },
        predicted: verdict,
        built: verdict !== "fires",
      })),
      unknown: now.unknown.size,
      withoutEvent: this.#builds.filter(({ commit }) => !known.has(shortHash(commit))).length,
      explanations: this.#explanations(now, simulate),
    };
  }

  #explanations(
    now: Judgement,
    simulate: (event: SimulatedEvent, assume: Assumptions) => Simulation,
  ): Explanation[] {
    if (now.differ.size + now.unknown.size < HANDFUL) return [];
    const found: Explanation[] = [];
    for (const question of openQuestions.filter(({ id }) => this.#questions.has(id))) {
      for (const answer of [question.default, ...question.values]) {
        if (answer === "unknown") continue;
        const then = this.#judge((event) => simulate(event, { [question.id]: answer }));
        const fine = [...then.agree.keys(), ...then.quiet.keys()];
        const explains = fine.filter((key) => !isFine(now, key)).length;
        const contradicts = [...then.differ.keys()].filter((key) => isFine(now, key)).length;
        if (explains >= HANDFUL && explains > contradicts)
          found.push({ question: question.id, answer, explains, contradicts });
      }
    }
    return found.sort((one, other) => one.contradicts - other.contradicts || other.explains - one.explains);
  }

  #judge(simulate: (event: SimulatedEvent) => Simulation): Judgement {
    const predictions = new Map<string, Prediction>();
    for (const { place, event, commit } of this.#events) {
      for (const { pipeline, trigger } of triggersOf(simulate(event).pipelines)) {
        if (!this.#pipelines.has(pipeline.pipeline)) continue;
        const key = `${pipeline.pipeline}\0${trigger.trigger}\0${commit}`;
        const { trigger: name, verdict } = trigger;
        const prediction = getOrAdd(predictions, key, () => {
          return { pipeline: pipeline.pipeline, trigger: name, commit, place, verdict };
        });
        prediction.verdict = verdictOfAll([prediction, trigger]);
      }
    }
    const judged = { agree: new Map(), differ: new Map(), unknown: new Map(), quiet: new Map() };
    for (const [key, prediction] of predictions)
      judged[this.#outcomeOf(prediction, predictions)].set(key, prediction);
    return judged;
  }

  /** Several triggers of a pipeline that one commit fires start one build, of any of them. */
  #outcomeOf(prediction: Prediction, all: ReadonlyMap<string, Prediction>): keyof Judgement {
    const { pipeline, trigger, commit, verdict } = prediction;
    if (verdict === "unknown") return "unknown";
    const own = this.#buildsOf(commit).filter((each) => each.pipeline === pipeline);
    if (verdict === "skips") return own.some((each) => each.trigger === trigger) ? "differ" : "quiet";
    const isBuilt = own.some(
      (each) =>
        each.trigger === undefined ||
        each.trigger === trigger ||
        all.get(`${pipeline}\0${each.trigger}\0${commit}`)?.verdict === "fires",
    );
    return isBuilt ? "agree" : "differ";
  }

  #buildsOf(commit: string): RecordedBuild[] {
    const near = this.#byCommit.get(shortHash(commit)) ?? [];
    return near.filter((build) => isSameCommit(build.commit, commit));
  }
}

interface Judgement {
  readonly agree: Map<string, Prediction>;
  readonly differ: Map<string, Prediction>;
  readonly unknown: Map<string, Prediction>;
  /** Neither predicted nor built. */
  readonly quiet: Map<string, Prediction>;
}

function isFine({ agree, quiet }: Judgement, key: string): boolean {
  return agree.has(key) || quiet.has(key);
}

/** The length of the shortest abbreviation that Git prints. */
const SHORT = 7;

function shortHash(commit: string): string {
  return commit.slice(0, SHORT).toLowerCase();
}

/** Lists of builds have whole hashes or their first characters. */
function isSameCommit(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= SHORT && long.toLowerCase().startsWith(short.toLowerCase());
}
