import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, type Diagnostic as Shown, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import {
  Compartment,
  EditorState,
  type Extension,
  RangeSet,
  StateEffect,
  StateField,
  type Text,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLine,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
  ViewPlugin,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Diagnostic } from "../../lint/diagnostic.ts";
import type { HoverAnswer, PageEdit } from "../core/protocol.ts";
import { h } from "./dom.ts";

/** A part of the text to highlight, with the text of its tooltip. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly kind: "fail" | "unknown" | "pass";
  readonly text: string;
  /** Whether it belongs to the selected trigger. */
  readonly selected: boolean;
}

/** The verdict of a trigger, for the margin. */
export interface VerdictMark {
  readonly at: number;
  readonly sign: string;
  readonly kind: string;
  readonly title: string;
}

/** The content of the margin, and the highlights. */
export interface Marks {
  readonly parts: readonly Mark[];
  readonly verdicts: readonly VerdictMark[];
}

const scheme = new Compartment();
const dark = matchMedia("(prefers-color-scheme: dark)");

const currentScheme = () => scheme.reconfigure(EditorView.darkTheme.of(dark.matches));

/** Keeps the own styles of CodeMirror in the scheme of the system. */
const followScheme = ViewPlugin.define((view) => {
  const follow = (): void => view.dispatch({ effects: currentScheme() });
  dark.addEventListener("change", follow);
  return { destroy: () => dark.removeEventListener("change", follow) };
});

/** Colours are variables of the page's style sheet. */
const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    maxWidth: "min(44ch, 90vw)",
    boxShadow: "0 4px 16px rgb(0 0 0 / 18%)",
  },
  ".cm-tooltip.cm-hover-text": { padding: "6px 10px", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--open)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--accent)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    borderRadius: "4px",
    padding: "3px 8px",
  },
  ".cm-rule": { color: "var(--muted)", fontSize: "12px", marginTop: "4px" },
  ".cm-fail": { backgroundColor: "var(--bad-soft)", borderBottom: "2px solid var(--bad)" },
  ".cm-unknown": { backgroundColor: "var(--open-soft)", borderBottom: "2px solid var(--open)" },
  ".cm-pass": { backgroundColor: "var(--good-soft)" },
  ".cm-other": { backgroundColor: "transparent", borderBottomStyle: "dotted" },
  ".cm-verdicts": { width: "1.6em", textAlign: "center", fontWeight: "700", cursor: "default" },
  ".cm-verdicts .fires": { color: "var(--good)" },
  ".cm-verdicts .skips": { color: "var(--bad)" },
  ".cm-verdicts .unknown": { color: "var(--open)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)" },
  ".cm-collapsedLines": {
    background: "var(--accent-soft)",
    color: "var(--muted)",
    fontFamily: "var(--sans)",
    padding: "2px 10px",
  },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "'⋯' !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--active-line)" },
});

const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
    { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
    { tag: [tags.keyword, tags.bool, tags.number, tags.null], color: "var(--code-word)" },
    { tag: [tags.labelName, tags.typeName, tags.meta], color: "var(--code-meta)" },
  ]),
);

/** The look of every editor of the page. */
export function look(label: string): Extension {
  return [
    EditorView.cspNonce.of("dryfire"),
    scheme.of(EditorView.darkTheme.of(dark.matches)),
    followScheme,
    theme,
    highlighting,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    EditorState.tabSize.of(2),
    yaml(),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
  ];
}

/** A part for each line, without the space at its beginning. */
function byLine(doc: Text, part: Mark): Mark[] {
  const parts: Mark[] = [];
  for (let at = part.from; at <= part.to; ) {
    const line = doc.lineAt(at);
    const indent = at === line.from ? /^ */.exec(line.text)![0].length : 0;
    parts.push({ ...part, from: at + indent, to: Math.min(line.to, part.to) });
    at = line.to + 1;
  }
  return parts;
}

const setMarks = StateEffect.define<Marks>();

const marksField = StateField.define<{ readonly marks: Marks; readonly drawn: DecorationSet }>({
  create: () => ({ marks: { parts: [], verdicts: [] }, drawn: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setMarks)) return { marks: effect.value, drawn: drawMarks(effect.value) };
    if (!transaction.docChanged) return value;
    const { changes } = transaction;
    const { parts, verdicts } = value.marks;
    const marks = {
      parts: parts.map((part) => ({
        ...part,
        from: changes.mapPos(part.from, 1),
        to: changes.mapPos(part.to, -1),
      })),
      verdicts: verdicts.map((verdict) => ({ ...verdict, at: changes.mapPos(verdict.at, 1) })),
    };
    return { marks, drawn: value.drawn.map(changes) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ drawn }) => drawn),
});

function drawMarks({ parts }: Marks): DecorationSet {
  const drawn = parts
    .filter(({ from, to }) => to > from)
    .map(({ from, to, kind, selected }) =>
      Decoration.mark({ class: `cm-${kind}${selected ? "" : " cm-other"}` }).range(from, to),
    );
  return Decoration.set(drawn, true);
}

class VerdictSign extends GutterMarker {
  readonly #verdict: VerdictMark;

  constructor(verdict: VerdictMark) {
    super();
    this.#verdict = verdict;
  }

  override toDOM(): Node {
    const { sign, kind, title } = this.#verdict;
    return h("span", { class: kind, title }, sign);
  }
}

const verdictGutter = gutter({
  class: "cm-verdicts",
  markers: (view) => {
    const { verdicts } = view.state.field(marksField).marks;
    const length = view.state.doc.length;
    const signs = verdicts
      .filter(({ at }) => at <= length)
      .map((verdict) => new VerdictSign(verdict).range(view.state.doc.lineAt(verdict.at).from));
    return RangeSet.of(signs, true);
  },
});

const conditionHover = hoverTooltip((view, pos) => {
  const { parts } = view.state.field(marksField).marks;
  const found = parts.filter(({ from, to }) => from <= pos && pos <= to);
  const texts = [...new Set(found.map(({ text }) => text))];
  if (texts.length === 0) return null;
  return {
    pos: Math.min(...found.map(({ from }) => from)),
    above: true,
    create: () => ({ dom: h("div", { class: "cm-hover-text" }, ...texts.map((text) => h("div", {}, text))) }),
  };
});

/** The description of the value at an offset. */
export type AskHover = (offset: number) => Promise<HoverAnswer>;

function valueHover(ask: AskHover): Extension {
  return hoverTooltip(async (_view, pos) => {
    const found = await ask(pos);
    if (!found) return null;
    const create = () => ({
      dom: h(
        "div",
        { class: "cm-hover-text" },
        found.lines.map((line) => h("div", {}, line)),
      ),
    });
    return { pos: found.start, end: found.end, above: false, create };
  });
}

/** The editor of a spec, with its findings and fixes, verdicts in the margin, and highlights. */
export class SpecEditor {
  readonly view: EditorView;
  readonly #extensions: Extension;
  /** The states of the files that were shown, by path. */
  readonly #states = new Map<string, EditorState>();
  #path = "";

  constructor(parent: HTMLElement, onChange: (text: string) => void, ask: AskHover) {
    this.#extensions = [
      look("Spec"),
      lintGutter(),
      marksField,
      verdictGutter,
      conditionHover,
      valueHover(ask),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ];
    this.view = new EditorView({ parent, state: this.#stateOf("") });
  }

  #stateOf(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions });
  }

  /** Shows the text of a file. Each file has its own history, also of edits made elsewhere. */
  open(path: string, text: string): void {
    if (path !== this.#path) {
      this.#states.set(this.#path, this.view.state);
      this.view.setState(this.#states.get(path) ?? this.#stateOf(text));
      this.#path = path;
      const cursor = EditorView.scrollIntoView(this.view.state.selection.main);
      this.view.dispatch({ effects: [currentScheme(), cursor] });
    }
    if (text !== this.text) this.edit([{ start: 0, end: this.view.state.doc.length, text }]);
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Shows the findings of the text. */
  showFindings(
    findings: readonly Diagnostic[],
    whys: Readonly<Record<string, string>>,
    onFix: (finding: Diagnostic) => void,
  ): void {
    const shown = findings.map((finding): Shown => {
      const { range, severity, message, rule, fix } = finding;
      const canFix = fix && fix.edits.length > 0;
      return {
        from: range.start.offset,
        to: range.end.offset,
        severity,
        message: `${severity}: ${message}`,
        source: rule,
        renderMessage: () =>
          h(
            "div",
            {},
            h("strong", {}, `${severity}: `),
            message,
            h("div", { class: "cm-rule" }, `${rule}. ${whys[rule] ?? ""}`),
          ),
        ...(canFix && { actions: [{ name: fix.title, apply: () => onFix(finding) }] }),
      };
    });
    this.view.dispatch(setDiagnostics(this.view.state, shown));
  }

  showMarks(marks: Marks): void {
    const { doc } = this.view.state;
    const parts = marks.parts.filter(({ to }) => to <= doc.length).flatMap((part) => byLine(doc, part));
    this.view.dispatch({ effects: setMarks.of({ ...marks, parts }) });
  }

  /** Applies edits as one step of the history, and moves to the first of them. */
  edit(edits: readonly PageEdit[]): void {
    const changes = edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
    this.view.dispatch({ changes, userEvent: "input" });
    const [first] = edits;
    if (first) this.reveal(first.start, first.start + first.text.length, false);
  }

  /** Scrolls to a part and selects it. */
  reveal(from: number, to: number, focus = true): void {
    const { length } = this.view.state.doc;
    if (from > length) return;
    const selection = { anchor: from, head: Math.min(to, length) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    if (focus) this.view.focus();
  }
}
