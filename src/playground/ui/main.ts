import type { Range } from "../../document/source.ts";
import type { Diagnostic } from "../../lint/diagnostic.ts";
import { chosenEdits, fixesApart } from "../../lint/fix/apply-fixes.ts";
import { decidingConditions, describeEvent } from "../../report/simulate/words.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { plural } from "../../util/text.ts";
import type {
  DiffAnswer,
  HoverAnswer,
  Linked,
  LintAnswer,
  PageContent,
  PageEdit,
  PageFile,
  SimulateAnswer,
  StepChoices,
  Tab,
} from "../core/protocol.ts";
import { TABS } from "../core/protocol.ts";
import { drawBuild } from "./build-view.ts";
import { Client, showAnswer, unlessSuperseded } from "./client.ts";
import { button, type Choice, select, Tabs } from "./controls.ts";
import { announce, byId, debounced, h, messageOf, show } from "./dom.ts";
import { SpecEditor } from "./editor.ts";
import { EventPanel } from "./event-panel.ts";
import { drawFindings, findingsSummary } from "./findings.ts";
import { decodeHash } from "./link.ts";
import { SchedulePanel } from "./schedule-view.ts";
import { isLink, isOwnLink, Sharing } from "./share.ts";
import {
  drawAccepted,
  drawVerdicts,
  idOf,
  isRejectedWhole,
  marksOf,
  sameKey,
  type TriggerKey,
} from "./verdicts.ts";
import { Comparison, drawChanges } from "./versions-view.ts";

/** An answer with the files that it is about, which a person may have changed since. */
interface Answered<T> {
  readonly answer: T;
  readonly files: readonly PageFile[];
}

/** The page: its state, and the reactions to changes of it. */
class Page {
  #content: PageContent;
  /** The files as they were when the page was opened: the old version unless one is given. */
  #opened: readonly PageFile[];
  #file = 0;
  #selected: TriggerKey | undefined;
  readonly #openCards = new Map<string, boolean>();
  #steps: StepChoices = {};
  #lint: Answered<LintAnswer> | undefined;
  #simulated: Answered<SimulateAnswer> | undefined;
  readonly #client: Client;
  readonly #event: EventPanel;
  readonly #schedule: SchedulePanel;
  readonly #editor: SpecEditor;
  readonly #comparison = new Comparison(byId("merge"));
  readonly #tabs: Tabs<Tab>;
  readonly #sharing: Sharing;
  readonly #narrow = matchMedia("(max-width: 760px)");
  readonly #later = debounced(120, () => {
    this.#refresh();
    void this.#event.readNames();
  });
  readonly #laterLink = debounced(700, () => void this.#sharing.writeHash());

  constructor(linked: Linked) {
    this.#content = normalized(linked.content);
    this.#opened = this.#content.old ?? this.#content.files;
    this.#file = Math.min(linked.file ?? 0, this.#content.files.length - 1);
    this.#client = new Client(byId("engine").textContent, {
      onCareful: () => this.#showCareful(),
      onBusy: (busy) => byId("busy").toggleAttribute("hidden", !busy),
    });
    const content = (): PageContent => this.#content;
    const event = linked.content.event ?? { kind: "git", names: ["push.heads"], branch: "main" };
    this.#event = new EventPanel(this.#client, content, event, (changed) => this.#useEvent(changed));
    this.#schedule = new SchedulePanel(this.#client, content, (path, range) => this.#reveal(path, range));
    this.#editor = new SpecEditor(
      byId("editor"),
      (text) => this.#setText(text),
      (offset) => this.#hover(offset),
    );
    this.#tabs = new Tabs(TABS, linked.tab ?? "event", (tab) => this.#openTab(tab));
    this.#sharing = new Sharing(this.#client, () => ({
      content: this.#compared,
      tab: this.#tabs.current,
      file: this.#file,
    }));
    this.#narrow.addEventListener("change", () => this.#openTab(this.#tabs.current));
    byId("copy").addEventListener("click", () => void this.#sharing.copyLink());
    byId("old-current").addEventListener("click", () => this.#setOld(this.#content.files));
    byId("old-opened").addEventListener("click", () => this.#setOld(this.#opened));
    this.#drawFiles();
    this.#openFile();
    this.#openTab(this.#tabs.current);
    void this.#start(linked.content.event !== undefined);
  }

  /**
   * The first verdict comes before the choices of the form. A page without an event begins with one
   * that its specs are about.
   */
  async #start(isGiven: boolean): Promise<void> {
    const before = this.#event.event;
    this.#refresh();
    await this.#event.readNames();
    if (!isGiven && this.#event.event === before) this.#event.setUsual();
  }

  get #files(): readonly PageFile[] {
    return this.#content.files;
  }

  /** The content with the old version that it is compared with: a link shows the same changes. */
  get #compared(): PageContent {
    const isChanged = this.#opened.some(({ text }, index) => text !== this.#files[index]?.text);
    return isChanged ? { old: this.#opened, ...this.#content } : this.#content;
  }

  get #path(): string {
    return this.#files[this.#file]!.path;
  }

  get #text(): string {
    return this.#files[this.#file]!.text;
  }

  #setText(text: string): void {
    const files = this.#files.map((each, index) => (index === this.#file ? { ...each, text } : each));
    this.#content = { ...this.#content, files };
    this.#later();
  }

  #setOld(old: readonly PageFile[]): void {
    this.#content = { ...this.#content, old };
    this.#openTab("versions");
    this.#refresh();
  }

  /** Asks for everything that the present view shows. */
  #refresh(): void {
    void this.#askLint();
    void this.#askSimulate();
    if (this.#tabs.current === "schedule") void this.#schedule.ask();
    if (this.#tabs.current === "versions") void this.#askDiff();
    this.#laterLink();
  }

  async #askLint(): Promise<void> {
    const files = this.#files;
    const draw = (answer: LintAnswer): void => {
      this.#lint = { answer, files };
      byId("findings-summary").textContent = findingsSummary(answer);
      this.#drawFiles();
      this.#drawFindings();
    };
    await showAnswer(["findings"], this.#client.ask("lint", this.#content), draw, () => {
      this.#lint = undefined;
      byId("findings-summary").textContent = "";
      this.#drawFiles();
      this.#editor.showFindings([], {}, () => {});
    });
  }

  #drawFindings(): void {
    // The list stays empty until the first answer.
    if (!this.#lint) return;
    const { answer, files } = this.#lint;
    const { report, whys, withoutSpec } = answer;
    const findings = report.files.find(({ path }) => path === this.#path)?.diagnostics ?? [];
    const fix = (finding: Diagnostic): void => this.#applyFixes([finding], true);
    if (this.#isShown(files)) this.#editor.showFindings(findings, whys, fix);
    drawFindings(byId("findings"), {
      findings,
      withoutSpec: Object.hasOwn(withoutSpec, this.#path) ? withoutSpec[this.#path] : undefined,
      whys,
      reveal: ({ range }) => this.#editor.reveal(range.start.offset, range.end.offset),
      fix,
      fixAll: () => this.#applyFixes(findings, false),
    });
  }

  /** True if the shown text is that of the files; offsets in another text would be wrong. */
  #isShown(files: readonly PageFile[]): boolean {
    return files[this.#file]!.text === this.#editor.text;
  }

  /** Edits the shown text, unless the answer that they come from is about an older one. */
  #edit(edits: readonly PageEdit[], { files }: Answered<unknown>, done: string): void {
    const isCurrent = this.#isShown(files);
    if (isCurrent) this.#editor.edit(edits);
    announce(isCurrent ? done : "the text has changed since; try again");
  }

  #applyFixes(findings: readonly Diagnostic[], suggestions: boolean): void {
    if (!this.#lint) return;
    const chosen = fixesApart(findings, { suggestions });
    const edits = chosenEdits(chosen, { suggestions }).map(
      ({ range: { start, end }, text }): PageEdit => ({ start: start.offset, end: end.offset, text }),
    );
    this.#edit(edits, this.#lint, `${plural(chosen.length, "fix", "fixes")} applied`);
  }

  async #askSimulate(): Promise<void> {
    const files = this.#files;
    const request = { ...this.#content, event: this.#event.event, steps: this.#steps };
    const draw = (answer: SimulateAnswer): void => {
      this.#simulated = { answer, files };
      if (!this.#find(this.#selected)) this.#selected = firstToExplain(answer, this.#path);
      this.#drawSimulation();
      drawAccepted(byId("accepted"), answer, () => this.#assumeAccepted(false));
      const { fires, skips, unknown } = answer.report.summary;
      const counts = [`${fires} fire${fires === 1 ? "s" : ""}`, `${skips} skip${skips === 1 ? "s" : ""}`];
      if (unknown > 0) counts.push(`${unknown} unknown`);
      const rejected = answer.report.pipelines.filter(isRejectedWhole).length;
      if (rejected > 0) counts.push(`${plural(rejected, "rejected spec")} without verdicts`);
      byId("verdict-summary").textContent = `${describeEvent(answer.report.event)}: ${counts.join(", ")}`;
      document.documentElement.dataset.verdicts = String(performance.now());
    };
    await showAnswer(["verdicts", "build"], this.#client.ask("simulate", request), draw, () => {
      this.#simulated = undefined;
      byId("verdict-summary").textContent = "";
      byId("accepted").replaceChildren();
      this.#editor.showMarks({ parts: [], verdicts: [] });
    });
  }

  #assumeAccepted(assumeAccepted: boolean): void {
    this.#content = { ...this.#content, assumeAccepted };
    // The button that was pressed goes away with its note.
    byId("panels").focus({ preventScroll: true });
    this.#refresh();
  }

  /** A hover that comes too late is not shown. */
  async #hover(offset: number): Promise<HoverAnswer> {
    const asked = this.#client.ask("hover", { file: this.#files[this.#file]!, offset });
    return (await unlessSuperseded(asked)) ?? null;
  }

  #find(key: TriggerKey | undefined) {
    return key && this.#simulated?.answer.report.pipelines[key.pipeline]?.triggers[key.trigger];
  }

  #drawSimulation(): void {
    if (!this.#simulated) return;
    const { answer } = this.#simulated;
    this.#drawMarks(this.#simulated);
    const select = (key: TriggerKey): void => this.#select(key);
    const reveal = (path: string, range: Range): void => this.#reveal(path, range);
    drawVerdicts(byId("verdicts"), {
      answer,
      path: this.#path,
      selected: this.#selected,
      opened: this.#openCards,
      assume: this.#content.assume ?? {},
      setAnswer: (id, to) => {
        this.#content = { ...this.#content, assume: { ...this.#content.assume, [id]: to } };
        this.#refresh();
      },
      select,
      reveal,
      applyToEvent: (changes, key) => {
        this.#keepOpen(key);
        this.#event.change(changes);
      },
      applyToSpec: (path, key) => this.#changeSpec(path, key),
      showBuild: (key) => {
        this.#selected = key;
        this.#tabs.select("build");
      },
      assumeAccepted: () => this.#assumeAccepted(true),
    });
    drawBuild(byId("build"), {
      answer,
      selected: this.#selected,
      steps: this.#steps,
      select: (key) => {
        this.#selected = key;
        this.#drawSimulation();
      },
      setSteps: (steps) => {
        this.#steps = steps;
        void this.#askSimulate();
      },
      reveal,
      showEvents: () => this.#tabs.select("event", true),
    });
  }

  /** The marks of an older text stay: the editor moves them with its edits. */
  #drawMarks({ answer, files }: Answered<SimulateAnswer>): void {
    if (this.#isShown(files)) this.#editor.showMarks(marksOf(answer, this.#path, this.#selected));
  }

  /** Highlights a trigger in the spec; its card stays as the person left it. */
  #select(key: TriggerKey): void {
    const before = this.#selected;
    this.#selected = key;
    const trigger = this.#find(key);
    const pipeline = this.#simulated?.answer.report.pipelines[key.pipeline];
    if (!trigger || !pipeline || !this.#simulated) return;
    for (const card of document.querySelectorAll<HTMLElement>(".trigger"))
      card.classList.toggle("selected", card.dataset.trigger === idOf(key));
    if (sameKey(key, before) && pipeline.path === this.#path) return;
    this.#goTo(pipeline.path);
    this.#drawMarks(this.#simulated);
    const [first] = decidingConditions(trigger);
    const { start, end } = (first ?? trigger).range;
    this.#editor.reveal(start.offset, end.offset, false);
  }

  #reveal(path: string, { start, end }: Range): void {
    this.#goTo(path);
    if (document.body.dataset.tab === "versions") this.#tabs.select("event");
    this.#editor.reveal(start.offset, end.offset);
    if (this.#narrow.matches) byId("editor").scrollIntoView({ block: "start" });
  }

  #goTo(path: string): void {
    const index = this.#files.findIndex((file) => file.path === path);
    if (index < 0 || index === this.#file) return;
    this.#file = index;
    this.#openFile();
    this.#drawFiles();
  }

  #openFile(): void {
    this.#editor.open(this.#path, this.#text);
    this.#drawFindings();
    this.#drawSimulation();
    if (this.#tabs.current === "versions") this.#openTab("versions");
    this.#laterLink();
  }

  #drawFiles(): void {
    const files = this.#files;
    const counts = new Map(
      this.#lint?.answer.report.files.map(({ path, diagnostics }) => [path, diagnostics.length]),
    );
    const choices = files.map(({ path }, index): Choice => {
      const count = counts.get(path) ?? 0;
      return [String(index), count > 0 ? `${path} (${plural(count, "finding")})` : path];
    });
    const set = (index: string): void => {
      this.#file = Number(index);
      this.#openFile();
    };
    const list = select({ key: "file", choices, value: String(this.#file), set }, { "aria-label": "File" });
    show(byId("files"), files.length > 1 ? list : h("span", { class: "path" }, this.#path));
  }

  #useEvent(event: SimulatedEvent): void {
    this.#content = { ...this.#content, event };
    void this.#askSimulate();
    this.#laterLink();
  }

  /** The trigger of a change stays in view. */
  #keepOpen(key: TriggerKey): void {
    this.#selected = key;
    this.#openCards.set(idOf(key), true);
  }

  #changeSpec(path: string, key: TriggerKey): void {
    const edits = this.#simulated?.answer.edits[idOf(key)];
    if (!this.#simulated || !edits) return;
    this.#keepOpen(key);
    this.#goTo(path);
    this.#edit(edits, this.#simulated, "spec changed");
  }

  async #askDiff(): Promise<void> {
    const { old = this.#opened } = this.#content;
    const from = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
    await showAnswer(
      ["changes"],
      this.#client.ask("diff", { ...this.#content, old, from }),
      (answer: DiffAnswer) =>
        drawChanges(byId("changes"), {
          answer,
          tryEvent: (event) => {
            this.#event.set(event);
            this.#tabs.select("event", true);
          },
          reveal: (path, range) => this.#reveal(path, range),
        }),
    );
  }

  #openTab(tab: Tab): void {
    const wasComparing = document.body.dataset.tab === "versions";
    document.body.dataset.tab = tab;
    if (tab === "versions") {
      const { old = this.#opened } = this.#content;
      const before = old.find(({ path }) => path === this.#path)?.text ?? "";
      this.#comparison.open(
        before,
        this.#text,
        { old: (text) => this.#setOldText(text), text: (text) => this.#setText(text) },
        this.#narrow.matches,
      );
      void this.#askDiff();
    } else if (wasComparing) {
      this.#comparison.close();
      this.#editor.open(this.#path, this.#text);
      this.#refresh();
    }
    if (tab === "schedule") void this.#schedule.ask();
    if (this.#simulated) this.#drawSimulation();
    this.#laterLink();
  }

  #setOldText(text: string): void {
    const { old = this.#opened } = this.#content;
    const path = this.#path;
    const known = old.some((file) => file.path === path);
    const changed = known
      ? old.map((file) => (file.path === path ? { ...file, text } : file))
      : [...old, { path, text }];
    this.#content = { ...this.#content, old: changed };
    this.#later();
  }

  #showCareful(): void {
    const again = button("Try them again", () => {
      byId("careful").replaceChildren();
      this.#client.reset();
      this.#refresh();
    });
    show(
      byId("careful"),
      h(
        "p",
        { class: "note warn", role: "alert" },
        "An answer took more than 5 seconds: the specs are large or have costly patterns. The engine was started again without such patterns: verdicts that depend on them are unknown. ",
        again,
      ),
    );
  }
}

/** The trigger to explain first: one of the shown file that does not fire, else its first. */
function firstToExplain({ report: { pipelines } }: SimulateAnswer, shown: string): TriggerKey | undefined {
  const all = pipelines.flatMap(({ triggers, path }, pipeline) =>
    triggers.map(({ verdict }, trigger) => ({ path, verdict, pipeline, trigger })),
  );
  const own = all.filter(({ path }) => path === shown);
  return own.find(({ verdict }) => verdict !== "fires") ?? own[0] ?? all[0];
}

/** Offsets in the editor count one character for each line break. */
function normalized(content: PageContent): PageContent {
  const plain = (files: readonly PageFile[]) =>
    files.map((file) => ({ ...file, text: file.text.replace(/\r\n?/g, "\n") }));
  return { ...content, files: plain(content.files), ...(content.old && { old: plain(content.old) }) };
}

/** The example that the address names, as in the links of the documents. */
function exampleOf({ examples = {} }: Linked): Linked | undefined {
  const name = location.hash.replace(/^#example=/, "");
  return Object.hasOwn(examples, name) ? { content: { files: [examples[name]!] } } : undefined;
}

async function start(): Promise<void> {
  const embedded = JSON.parse(byId("content").textContent) as Linked;
  let fault =
    "the link is not whole, is from another version of dryfire, or names an example that this page does not have";
  const decoded = await decodeHash(location.hash).catch((error: unknown) => {
    fault = messageOf(error);
    return undefined;
  });
  const linked = decoded ?? exampleOf(embedded);
  if (isLink() && !linked) announce(fault);
  new Page(linked ?? embedded);
  // A link that is pasted into the same tab.
  addEventListener("hashchange", () => {
    if (isLink() && !isOwnLink()) location.reload();
  });
  // The address keeps its state.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("panels").focus();
  });
}

void start();
