import { findOpenQuestion } from "../../catalogue/open-questions.ts";
import { rejectionReason } from "../../catalogue/rejection.ts";
import type { Range } from "../../document/source.ts";
import { rejectionTitle } from "../../report/simulate/rejection-text.ts";
import {
  decidingConditions,
  formatSpecEdit,
  formatWouldFire,
  isOrdinary,
  ordinaryCaseOf,
  quoted,
  SIGNS,
} from "../../report/simulate/words.ts";
import type { Change } from "../../simulate/event/event-diff.ts";
import type { SimulatedCondition, SimulatedTrigger } from "../../simulate/simulation.ts";
import { joinList, plural, sentence } from "../../util/text.ts";
import type { SimulateAnswer } from "../core/protocol.ts";
import { button, field, placeButton, plainChoices, select } from "./controls.ts";
import { badge, h, show } from "./dom.ts";
import type { Mark, Marks } from "./editor.ts";

/** The rejected specs that are named. */
const MAX_ACCEPTED = 3;

/** The place of a trigger in a report: the indexes of its pipeline and of itself. */
export interface TriggerKey {
  readonly pipeline: number;
  readonly trigger: number;
}

/** The parts of the page that the list of verdicts uses. */
export interface VerdictsHost {
  readonly answer: SimulateAnswer;
  /** The shown file, whose pipelines come first. */
  readonly path: string;
  readonly selected: TriggerKey | undefined;
  /** The answers to open questions, by id. */
  readonly assume: Readonly<Record<string, string>>;
  setAnswer(id: string, answer: string): void;
  /** The cards that a person opened or closed, by `idOf`. */
  readonly opened: Map<string, boolean>;
  select(key: TriggerKey): void;
  reveal(path: string, range: Range): void;
  /** Changes the event so that the trigger fires. */
  applyToEvent(changes: readonly Change[], key: TriggerKey): void;
  /** Changes the spec so that the trigger fires. */
  applyToSpec(path: string, key: TriggerKey): void;
  /** Shows the build of a trigger. */
  showBuild(key: TriggerKey): void;
  assumeAccepted(): void;
}

/** True for a rejected spec that shows no triggers: whether it has any is unknown. */
export function isRejectedWhole({
  refused,
  assumedAccepted,
  triggers,
}: SimulateAnswer["report"]["pipelines"][number]): boolean {
  return refused > 0 && !assumedAccepted && triggers.length === 0;
}

/** Draws every trigger of the kind of the event, with its verdict, its reasons and the remedies. */
export function drawVerdicts(element: HTMLElement, host: VerdictsHost): void {
  const { pipelines, overlaps, event } = host.answer.report;
  const all = pipelines.map((pipeline, at) => ({ pipeline, at }));
  const isShown = ({ pipeline }: (typeof all)[number]): boolean => pipeline.path === host.path;
  const ordered = [...all.filter(isShown), ...all.filter((each) => !isShown(each))];
  const total = pipelines.reduce((sum, { triggers }) => sum + triggers.length, 0);
  const kind = event.kind === "git" ? "Git trigger" : "cron trigger";
  const isRejected = pipelines.some(isRejectedWhole);
  const none = isRejected ? `No ${kind} can be read in these specs.` : `These specs have no ${kind}.`;
  show(
    element,
    total === 0 && h("p", { class: "empty" }, none),
    ordered.map(({ pipeline, at }) => {
      if (pipeline.triggers.length === 0 && pipeline.refused === 0) return null;
      const rejected = pipeline.refused > 0 && !pipeline.assumedAccepted;
      return h(
        "section",
        { class: "pipeline" },
        h("h2", {}, pipeline.pipeline, h("span", { class: "path" }, ` ${pipeline.path}`)),
        rejected && rejection(pipeline, host),
        pipeline.definition &&
          h("p", { class: "note" }, "A definition has no triggers: the event is assumed to start a build."),
        pipeline.frozen && h("p", { class: "note" }, "concurrency: 0 holds the builds of this pipeline."),
        pipeline.triggers.map((trigger, index) => {
          const key = { pipeline: at, trigger: index };
          return triggerCard({ trigger, path: pipeline.path, key, id: idOf(key) }, host, total);
        }),
      );
    }),
    overlaps.map(({ reason, triggers }) =>
      h(
        "p",
        { class: "note warn" },
        h("strong", {}, "One event, several: "),
        `${reason}: ${joinList(triggers.map(({ pipeline, trigger }) => `${pipeline} ${trigger}`))}.`,
      ),
    ),
    questions(host),
    assumptions(host.answer),
  );
}

/** The open questions on which verdicts depend, each with its answers. */
function questions({ answer: { report }, assume, setAnswer }: VerdictsHost): HTMLElement | null {
  const ids = new Set([...Object.keys(assume), ...assumedIn(report)]);
  const open = [...ids].flatMap((id) => findOpenQuestion(id) ?? []);
  if (open.length === 0) return null;
  return h(
    "section",
    { class: "questions" },
    h("h2", {}, "Open questions"),
    h(
      "p",
      { class: "muted small" },
      "Codefresh does not document this behaviour. An answer settles it here.",
    ),
    open.map(({ id, question, answers }) => {
      const answer = select({
        key: `assume ${id}`,
        choices: plainChoices(answers),
        value: assume[id] ?? answers[0]!,
        set: (chosen) => setAnswer(id, chosen),
      });
      return field(`${id}: ${question}`, answer);
    }),
  );
}

function rejection(
  spec: SimulateAnswer["report"]["pipelines"][number],
  { reveal, assumeAccepted }: VerdictsHost,
): HTMLElement {
  const { rejections, path } = spec;
  return h(
    "div",
    { class: "note bad" },
    h("p", {}, sentence(`${rejectionReason(spec, "this spec")}, so no verdict is known`)),
    h(
      "ul",
      {},
      rejections.slice(0, 5).map(({ message, range }) =>
        h(
          "li",
          {},
          placeButton(range, () => reveal(path, range)),
          ` ${message}`,
        ),
      ),
    ),
    button("Show verdicts as if it were accepted", assumeAccepted, { "data-key": "accept" }),
  );
}

/** Names the specs whose results on all tabs assume that Codefresh accepts them. */
export function drawAccepted(element: HTMLElement, { report }: SimulateAnswer, undo: () => void): void {
  const accepted = report.pipelines.filter(({ assumedAccepted }) => assumedAccepted);
  const left = accepted.length - MAX_ACCEPTED;
  show(
    element,
    accepted.length > 0 &&
      h(
        "div",
        { class: "note warn" },
        accepted.slice(0, MAX_ACCEPTED).map((pipeline) => h("p", {}, rejectionTitle(pipeline))),
        left > 0 && h("p", {}, `And ${left} more.`),
        button("Show no verdicts for rejected specs", undo, { "data-key": "reject" }),
      ),
  );
}

/** A trigger of a report, and where it is. */
interface Shown {
  readonly trigger: SimulatedTrigger;
  readonly path: string;
  readonly key: TriggerKey;
  /** The key as a text. */
  readonly id: string;
}

function triggerCard(shown: Shown, host: VerdictsHost, total: number): HTMLElement {
  const { trigger, key, id } = shown;
  const { verdict } = trigger;
  const isSelected = sameKey(key, host.selected);
  const isOpen = host.opened.get(id) ?? (isSelected || (verdict !== "fires" && total <= 6));
  // The first click on an open card selects it.
  const onclick = (event: MouseEvent): void => {
    const summary = event.currentTarget as HTMLElement;
    const { open, classList } = summary.parentElement as HTMLDetailsElement;
    if (open && !classList.contains("selected")) event.preventDefault();
    else host.opened.set(id, !open);
    host.select(key);
  };
  const card = h(
    "details",
    {
      class: `trigger ${verdict}${isSelected ? " selected" : ""}`,
      "data-trigger": id,
      open: isOpen,
      // Most of thousands of cards are never opened.
      ontoggle: () => {
        if (card.open && card.childElementCount === 1) card.append(cardBody(shown, host));
      },
    },
    h(
      "summary",
      { "data-key": `trigger ${id}`, onclick },
      badge(verdict, SIGNS[verdict], verdict),
      h("span", { class: "name" }, trigger.trigger),
      h(
        "span",
        { class: "why" },
        decidingConditions(trigger)
          .map((condition) => condition.id)
          .join(", "),
      ),
    ),
    isOpen && cardBody(shown, host),
  );
  return card;
}

/** The conditions that decide, the remedies, and the other conditions. */
function cardBody(shown: Shown, host: VerdictsHost): HTMLElement {
  const { trigger, key, id } = shown;
  const first = decidingConditions(trigger);
  const others = trigger.conditions.filter((each) => !first.includes(each));
  const draw = (condition: SimulatedCondition) => conditionRow(condition, shown, host);
  return h(
    "div",
    { class: "body" },
    first.length > 0 && h("ul", { class: "conditions" }, first.map(draw)),
    remedies(shown, host),
    trigger.verdict === "fires" &&
      button("Show its build", () => host.showBuild(key), { "data-key": `build ${id}` }),
    others.length > 0 &&
      h(
        "details",
        { class: "others", open: first.length === 0 },
        h("summary", { "data-key": `others ${id}` }, plural(others.length, "other condition")),
        h("ul", { class: "conditions" }, others.map(draw)),
      ),
  );
}

const OUTCOME_WORDS = { pass: "passes", fail: "fails", unknown: "unknown", "not-applicable": "n/a" } as const;

function conditionRow(
  { id, outcome, reason, range, certainty, assumed, expected, actual, source }: SimulatedCondition,
  { trigger, path, key, id: triggerId }: Shown,
  host: VerdictsHost,
): HTMLElement {
  const own = range.start.offset !== trigger.range.start.offset;
  const questions = assumed.filter((each) => !isOrdinary(each));
  const notes = [
    certainty === "inferred" && (outcome === "pass" || outcome === "fail") && "inferred",
    questions.length > 0 && `open question: ${joinList(questions)}`,
  ].filter((note) => note !== false);
  const go = (): void => {
    host.select(key);
    host.reveal(path, range);
  };
  return h(
    "li",
    { class: `condition ${outcome}` },
    badge(OUTCOME_WORDS[outcome], SIGNS[outcome], outcome),
    h(
      "div",
      {},
      h("strong", {}, id),
      " ",
      own && placeButton(range, go, `place ${triggerId} ${id}`),
      h(
        "p",
        { title: source },
        reason,
        notes.length > 0 && h("span", { class: "muted" }, ` (${notes.join("; ")})`),
      ),
      outcome !== "not-applicable" &&
        expected !== null &&
        h(
          "p",
          { class: "values" },
          h("span", {}, "spec ", h("code", {}, expected)),
          actual !== null && h("span", {}, "event ", h("code", {}, actual)),
        ),
    ),
  );
}

function remedies({ trigger, path, key, id }: Shown, host: VerdictsHost): HTMLElement | null {
  const { wouldFire, verdict } = trigger;
  if (!wouldFire || verdict === "fires") return null;
  const { changes, specChange, possible } = wouldFire;
  const canEdit = Object.hasOwn(host.answer.edits, id);
  return h(
    "div",
    { class: "remedies" },
    h("h3", {}, "Changes that make it fire"),
    (possible !== true || changes.length === 0) && h("p", {}, formatWouldFire(wouldFire, false)),
    changes.length > 0 &&
      h(
        "p",
        {},
        button(
          `Change the event: ${joinList(changes.map(changeText))}`,
          () => host.applyToEvent(changes, key),
          { class: "primary", "data-key": `event ${id}` },
        ),
      ),
    specChange &&
      h(
        "p",
        {},
        canEdit
          ? button(`Change the spec: ${formatSpecEdit(specChange)}`, () => host.applyToSpec(path, key), {
              "data-key": `spec ${id}`,
            })
          : `Or change the spec: ${formatSpecEdit(specChange)}.`,
        specChange.verdict !== "fires" && h("span", { class: "muted" }, " The verdict is then unknown."),
      ),
  );
}

function changeText({ fact, to }: Change): string {
  const values = [to]
    .flat()
    .map((each) => (typeof each === "boolean" ? (each ? "yes" : "no") : quoted(String(each))));
  return `${FACT_WORDS[fact] ?? fact} ${joinList(values)}`;
}

const FACT_WORDS: Readonly<Record<string, string>> = {
  event: "event",
  changedFiles: "changed files",
  targetBranch: "target branch",
  authorAssociation: "author’s association",
  earlierMessages: "earlier messages",
  fork: "from a fork",
  draft: "a draft",
  at: "time",
};

function assumptions({ report }: SimulateAnswer): HTMLElement | null {
  const ids = new Set(assumedIn(report));
  const cases = [...ids].flatMap((id) => ordinaryCaseOf(id, false) ?? []);
  if (cases.length === 0) return null;
  return h("p", { class: "muted small" }, `Assumptions: ${joinList(cases)}.`);
}

/** The assumptions of all conditions. */
function assumedIn({ pipelines }: SimulateAnswer["report"]): readonly string[] {
  return pipelines.flatMap(({ triggers }) =>
    triggers.flatMap(({ conditions }) => conditions.flatMap(({ assumed }) => assumed)),
  );
}

/** A key as a text. */
export function idOf({ pipeline, trigger }: TriggerKey): string {
  return `${pipeline}/${trigger}`;
}

/** True if two keys name the same trigger. */
export function sameKey(a: TriggerKey, b: TriggerKey | undefined): boolean {
  return b !== undefined && a.pipeline === b.pipeline && a.trigger === b.trigger;
}

/** Returns the verdicts and conditions of a file for the editor. */
export function marksOf({ report }: SimulateAnswer, path: string, selected: TriggerKey | undefined): Marks {
  const own = report.pipelines.flatMap((each, pipeline) => (each.path === path ? [{ each, pipeline }] : []));
  const all = own.flatMap(({ each, pipeline }) =>
    each.triggers.map((trigger, index) => ({ trigger, key: { pipeline, trigger: index } })),
  );
  return {
    verdicts: all.map(({ trigger: { range, verdict, trigger } }) => ({
      at: range.start.offset,
      sign: SIGNS[verdict],
      kind: verdict,
      title: `${trigger}: ${verdict}`,
    })),
    parts: all.flatMap(({ trigger, key }) =>
      decidingConditions(trigger).map(
        ({ id, outcome, reason, range }): Mark => ({
          from: range.start.offset,
          to: range.end.offset,
          kind: outcome === "fail" ? "fail" : "unknown",
          text: `${trigger.trigger} ${trigger.verdict} (${id}): ${reason}`,
          selected: sameKey(key, selected),
        }),
      ),
    ),
  };
}
