import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import * as json from "../../../document/json-reader.ts";
import * as recovery from "../../../document/recover.ts";
import { endOfLine, startOfLine } from "../../../document/scan.ts";
import type { Diagnostic } from "../../../lint/diagnostic.ts";
import { finish, lintAlone } from "../../../lint/finish.ts";
import { applyFixes } from "../../../lint/fix/apply-fixes.ts";
import { checkedFixes, fixText } from "../../../lint/fix/fix-text.ts";
import { TextLayout } from "../../../lint/suppress/span-index.ts";
import type { SpecFile } from "../../../pipeline/model.ts";
import { readSpecFileSync } from "../../../pipeline/read-spec-file.ts";
import type { Analysis, Workspace } from "../documents.ts";
import { spanToRange, toLspRange, touches } from "../positions.ts";

/** The command that explains a rule, by its id. */
export const EXPLAIN = "dryfire.explain";

/** The kind of the action that applies all safe fixes. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.dryfire`;

/** The kinds of edits that the client can apply. */
export interface EditAbilities {
  /** Edits of a certain version. */
  readonly versions: boolean;
  /** Edits with a placeholder. */
  readonly snippets: boolean;
}

interface Asked {
  readonly range: Range;
  readonly context: CodeActionContext;
}

/**
 * Returns the actions for the findings in a range: their fixes, an ignore comment and an
 * explanation; and all safe fixes of the document.
 */
export async function codeActions(
  analysis: Analysis,
  workspace: Workspace,
  { range, context }: Asked,
  abilities: EditAbilities,
): Promise<CodeAction[]> {
  const { only, triggerKind } = context;
  const isAsked = (kind: string): boolean =>
    only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
  const actions: CodeAction[] = [];
  if (isAsked(CodeActionKind.QuickFix)) {
    const found = workspace.findings(analysis).filter((each) => touches(toLspRange(each.range), range));
    const layout = layoutOf(analysis.file);
    const applicable = applicableFixes(found, analysis);
    const shared = { analysis, layout, context, abilities };
    for (const each of found) actions.push(...quickFixes(each, applicable.has(each), shared));
  }
  // Fixing a whole document takes several rounds, too many for each movement of a cursor.
  const isCostly = only === undefined && triggerKind === CodeActionTriggerKind.Automatic;
  if (isAsked(FIX_ALL) && !isCostly) actions.push(...(await fixAll(analysis, abilities)));
  return actions;
}

/** The parts of a request that the actions of all findings share. */
interface ActionContext {
  readonly analysis: Analysis;
  readonly layout: TextLayout | undefined;
  readonly context: CodeActionContext;
  readonly abilities: EditAbilities;
}

function quickFixes(
  finding: Diagnostic,
  isApplicable: boolean,
  { analysis, layout, context, abilities }: ActionContext,
): CodeAction[] {
  const { rule, fix, range } = finding;
  const place = JSON.stringify(toLspRange(range));
  const diagnostics = context.diagnostics.filter(
    (each) =>
      each.code === rule && JSON.stringify({ start: each.range.start, end: each.range.end }) === place,
  );
  const shared = { kind: CodeActionKind.QuickFix, diagnostics };
  const actions: CodeAction[] = [];
  if (fix && isApplicable) {
    const edits = fix.edits.map((edit) => ({
      range: toLspRange(edit.range),
      newText: withLineBreaks(edit.text, analysis.file.source.text),
    }));
    actions.push({
      ...shared,
      title: fix.title,
      isPreferred: fix.safe,
      edit: editOf(edits, analysis, abilities),
    });
  }
  const comment = layout && ignoreComment(finding, analysis, layout, abilities);
  if (comment) actions.push({ ...shared, title: `Ignore ${rule} here`, edit: comment });
  const title = `Explain ${rule}`;
  actions.push({ ...shared, title, command: { title, command: EXPLAIN, arguments: [rule] } });
  return actions;
}

const readers = { ...json, ...recovery };

/**
 * Returns the findings whose fixes change only the spans that they name, as `lint --fix` tests it.
 * Most pass together, so that the text is read few times for all of them.
 */
function applicableFixes(
  found: readonly Diagnostic[],
  { file: { source } }: Analysis,
): ReadonlySet<Diagnostic> {
  if (!found.some(({ fix }) => fix)) return new Set();
  const { path, text } = source;
  const read = (content: string) => readSpecFileSync(path, content, readers);
  const together = new Set(checkedFixes(text, found, ALL, read));
  const isApplicable = (each: Diagnostic): boolean =>
    applyFixes(text, [each], ALL) !== text && checkedFixes(text, [each], ALL, read).length > 0;
  return new Set(found.filter((each) => each.fix && (together.has(each) || isApplicable(each))));
}

const ALL = { suggestions: true };

async function fixAll(analysis: Analysis, abilities: EditAbilities): Promise<CodeAction[]> {
  const { file, config } = analysis;
  const lint = async (current: SpecFile) => {
    const finished =
      current === file
        ? finish([analysis.lint])[0]!
        : await lintAlone(current, config.rules, config.settings);
    return finished.diagnostics;
  };
  const { file: result, fixed } = await fixText(file, lint, {});
  if (fixed === 0) return [];
  const edit = editOf([difference(analysis, result.source.text)], analysis, abilities);
  return [{ title: "Fix all problems that have a safe fix", kind: FIX_ALL, edit }];
}

/** The smallest single edit between two texts. */
function difference({ file: { source } }: Analysis, after: string): TextEdit {
  const before = source.text;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  // A line break of two characters, and a character of two units, must not be divided.
  while (start > 0 && isInside(before, start)) start--;
  while (end > 0 && (isInside(before, before.length - end) || isInside(after, after.length - end))) end--;
  const range = spanToRange(source, { start, end: before.length - end });
  return { range, newText: after.slice(start, after.length - end) };
}

function isInside(text: string, at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  return pair === "\r\n" || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}

/** Comments are only possible in YAML. */
function layoutOf({ format, source, documents }: SpecFile): TextLayout | undefined {
  if (format === "json") return undefined;
  const layout = new TextLayout(source.text);
  for (const { root } of documents) if (root) layout.add(root.node, root.span.start);
  return layout;
}

/**
 * Inserts an ignore comment above the line on which the value of a finding starts. Only the user
 * knows the reason, so the comment has none, or the cursor is at its place if the client can.
 */
function ignoreComment(
  { rule, range }: Diagnostic,
  analysis: Analysis,
  layout: TextLayout,
  abilities: EditAbilities,
): WorkspaceEdit | undefined {
  const { file, config } = analysis;
  // Findings about ignore comments cannot be ignored.
  if (config.rules.get(rule)?.rule.suppression) return undefined;
  const { source } = file;
  const { text } = source;
  let at = startOfLine(text, range.start.offset);
  for (let around = layout.scalarBefore(at); around && around.end > at; around = layout.scalarBefore(at))
    at = startOfLine(text, around.start);
  if (text[at] === "\ufeff") at++;
  // A comment skips other comments and document markers, which it therefore never covers.
  if (/^\s*(?:#|---\s*$)/.test(text.slice(at, endOfLine(text, at)))) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(at, range.start.offset + 1))![0];
  const head = `${indent}# dryfire-ignore ${rule}`;
  const place = spanToRange(source, { start: at, end: at });
  const end = withLineBreaks("\n", text);
  if (!abilities.snippets) return editOf([{ range: place, newText: `${head}${end}` }], analysis, abilities);
  const snippet = { kind: "snippet" as const, value: `${head} -- $1${end}` };
  return { documentChanges: [{ textDocument: versionOf(analysis), edits: [{ range: place, snippet }] }] };
}

function withLineBreaks(text: string, document: string): string {
  const own = /\r\n|\n|\r/.exec(document)?.[0] ?? "\n";
  return text.replace(/\r\n|\n/g, own);
}

function editOf(edits: TextEdit[], analysis: Analysis, { versions }: EditAbilities): WorkspaceEdit {
  if (versions) return { documentChanges: [{ textDocument: versionOf(analysis), edits }] };
  return { changes: { [analysis.document.uri]: edits } };
}

function versionOf({ document, version }: Analysis) {
  return { uri: document.uri, version };
}
