import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { rejectionReason } from "../../catalogue/rejection.ts";
import type { BehaviourChange } from "../../diff/difference.ts";
import type { Range } from "../../document/source.ts";
import type { DiffReportJson } from "../../report/diff/diff-json.ts";
import {
  describeAssumed,
  describeKind,
  describePart,
  describeRuns,
  describeSummary,
  describeVerdict,
  describeWitness,
  sampledReasons,
} from "../../report/diff/diff-text.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { sentence } from "../../util/text.ts";
import { button, placeButton } from "./controls.ts";
import { badge, h, show } from "./dom.ts";
import { look } from "./editor.ts";

/** The parts of the page that the comparison uses. */
export interface VersionsHost {
  readonly answer: DiffReportJson;
  tryEvent(event: SimulatedEvent): void;
  reveal(path: string, range: Range): void;
}

const SIGNS: Readonly<Record<BehaviourChange["kind"], readonly [sign: string, kind: string]>> = {
  gained: ["+", "fires"],
  added: ["+", "fires"],
  lost: ["−", "skips"],
  removed: ["−", "skips"],
  renamed: ["~", "unknown"],
  build: ["~", "unknown"],
  unknown: ["?", "unknown"],
};

/** Draws the changes of behaviour, each with an event that shows it. */
export function drawChanges(element: HTMLElement, host: VersionsHost): void {
  const { changes, refused, notes } = host.answer;
  show(
    element,
    h("p", {}, h("strong", {}, sentence(describeSummary(host.answer)))),
    refused.map((spec) =>
      h(
        "p",
        { class: `note ${spec.assumedAccepted ? "warn" : "bad"}` },
        sentence(
          `${rejectionReason(spec, `the ${spec.side} version of ${spec.pipeline}`)}, ${spec.assumedAccepted ? "and the results assume that it is accepted" : "so it was not compared"}`,
        ),
      ),
    ),
    h(
      "ul",
      { class: "changes" },
      changes.map((change, index) => changeItem(change, index, host)),
    ),
    notes.map((note) => h("p", { class: "muted" }, note)),
    sampledReasons(host.answer).map((reason) => h("p", { class: "muted small" }, reason)),
  );
}

function changeItem(change: BehaviourChange, index: number, { tryEvent, reveal }: VersionsHost): HTMLElement {
  const { pipeline, trigger, kind, witness, before, after, differences, otherTriggers, side, path, range } =
    change;
  const [sign, look] = SIGNS[kind];
  const runs = describeRuns(change);
  return h(
    "li",
    {},
    h(
      "p",
      {},
      badge(kind, sign, look),
      " ",
      h("strong", {}, [pipeline, trigger].filter(Boolean).join(" ")),
      ` ${describeKind(change)} `,
      side === "new" && placeButton(range, () => reveal(path, range), `change ${index}`),
    ),
    runs !== undefined && h("p", {}, runs),
    witness &&
      h(
        "p",
        {},
        "For example ",
        h("strong", {}, describeWitness(witness)),
        `: ${describeVerdict(before)} → ${describeVerdict(after)}. `,
        button("Try this event", () => tryEvent(witness), { "data-key": `witness ${index}` }),
      ),
    otherTriggers.length > 0 &&
      h("p", { class: "muted" }, `A build starts on both sides: ${otherTriggers.join(", ")}`),
    differences.length > 0 &&
      h(
        "ul",
        {},
        differences.map((each) =>
          h(
            "li",
            {},
            `${describePart(each)}: `,
            h("code", {}, each.before ?? "–"),
            " → ",
            h("code", {}, each.after ?? "–"),
            describeAssumed(each),
          ),
        ),
      ),
  );
}

/** The two texts next to each other, or one text with the changes in it where there is no room. */
export class Comparison {
  readonly #parent: HTMLElement;
  #destroy: (() => void) | undefined;

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  /** Shows two texts; both can be edited where they are next to each other. */
  open(
    old: string,
    text: string,
    on: { old(text: string): void; text(text: string): void },
    isNarrow: boolean,
  ): void {
    this.close();
    const listen = (changed: (text: string) => void) =>
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      });
    if (isNarrow) {
      const view = new EditorView({
        parent: this.#parent,
        state: EditorState.create({
          doc: text,
          extensions: [
            look("New version, with the changes"),
            listen(on.text),
            unifiedMergeView({ original: old, mergeControls: false }),
          ],
        }),
      });
      this.#destroy = () => view.destroy();
      return;
    }
    const merge = new MergeView({
      parent: this.#parent,
      a: { doc: old, extensions: [look("Old version"), listen(on.old)] },
      b: { doc: text, extensions: [look("New version"), listen(on.text)] },
      ...(old !== text && { collapseUnchanged: { margin: 3, minSize: 6 } }),
    });
    this.#destroy = () => merge.destroy();
  }

  close(): void {
    this.#destroy?.();
    this.#destroy = undefined;
  }
}
