import { resolve } from "node:path";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from "vscode-languageserver/node";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { redactLintResult } from "../../lint/redact-lint.ts";
import { getOrAdd } from "../../util/memoize.ts";
import type { Analysis, OpenDocument, Workspace } from "./documents.ts";
import { toLspRange, uriOfPath } from "./positions.ts";

/** The part of linting time for which a document waits for another change. */
const WAIT_SHARE = 0.25;

/** The longest pause after a change, and the longest time that changes may defer a result. */
const MAX_PAUSE = 100;
const MAX_WAIT = 500;

/** Sends findings to the client. */
type Send = (params: PublishDiagnosticsParams) => void;

/** The state of publishing for one document. */
interface Pending {
  document: OpenDocument;
  timer: NodeJS.Timeout | undefined;
  /** When the first change came that has no result yet. */
  since: number;
  /** The time of the last analysis. */
  took: number;
  /** The findings that the client has, as text, to send only changes. */
  sent: string | undefined;
}

/**
 * Publishes the findings of open documents: after a short pause that grows with the time that
 * linting takes, and only for the version that the client has last sent.
 */
export class Publisher {
  readonly #workspace: Workspace;
  readonly #send: Send;
  readonly #failed: (error: unknown) => void;
  /** By the address of a document, which may be opened again or belong to another folder later. */
  readonly #pending = new Map<string, Pending>();

  /** `failed` gets defects of dryfire. */
  constructor(workspace: Workspace, send: Send, failed: (error: unknown) => void) {
    this.#workspace = workspace;
    this.#send = send;
    this.#failed = failed;
  }

  /** Lints a document after a pause; a further change starts the pause again. */
  schedule(document: OpenDocument): void {
    const state = this.#state(document);
    const now = performance.now();
    if (state.timer) clearTimeout(state.timer);
    else state.since = now;
    const pause = Math.min(state.took * WAIT_SHARE, MAX_PAUSE, state.since + MAX_WAIT - now);
    state.timer = setTimeout(() => {
      state.timer = undefined;
      this.#run(document).catch(this.#failed);
    }, pause);
  }

  /** Publishes again after the files of a folder were read, or a document was closed. */
  reindexed(): void {
    this.refresh().catch(this.#failed);
  }

  /** Lints all open documents again. */
  scheduleAll(): void {
    for (const document of this.#workspace.documents) this.schedule(document);
  }

  /** Removes the findings of a document that is closed; for others its file on disk counts now. */
  close(document: OpenDocument): void {
    const state = this.#pending.get(document.uri);
    if (state?.timer) clearTimeout(state.timer);
    this.#pending.delete(document.uri);
    this.#send({ uri: document.uri, diagnostics: [] });
    this.reindexed();
  }

  /** Publishes again what changed because of other files, except where a text is linted soon. */
  async refresh(): Promise<void> {
    for (const document of this.#workspace.documents)
      if (!this.#state(document).timer) await this.#lint(document);
  }

  #state(document: OpenDocument): Pending {
    const state = getOrAdd(this.#pending, document.uri, () => ({
      document,
      timer: undefined,
      since: 0,
      took: 0,
      sent: undefined,
    }));
    if (state.document !== document) {
      state.document = document;
      // The client has findings that the next ones replace, also if those are none.
      if (state.sent !== undefined) state.sent = "";
    }
    return state;
  }

  async #run(document: OpenDocument): Promise<void> {
    const before = forOthers(document.latest);
    await this.#lint(document);
    if (before !== forOthers(document.latest)) await this.refresh();
  }

  /** Publishes the findings of the present text, unless it is replaced meanwhile. */
  async #lint(document: OpenDocument): Promise<void> {
    const { version } = document.text;
    const analysis = await document.analysis();
    if (!this.#isCurrent(document, version)) return;
    this.#state(document).took = analysis?.took ?? 0;
    await this.#publish(document, analysis);
  }

  /** False for a version that a newer one has replaced, and for a document that was closed. */
  #isCurrent(document: OpenDocument, version: number): boolean {
    return this.#workspace.document(document.uri) === document && document.text.version === version;
  }

  async #publish(document: OpenDocument, analysis: Analysis | undefined): Promise<void> {
    const { version } = document.text;
    const diagnostics = analysis ? await this.#shown(analysis) : [];
    if (!this.#isCurrent(document, version)) return;
    const state = this.#state(document);
    const sent = JSON.stringify([version, diagnostics]);
    // Other YAML than specs is never mentioned.
    if (state.sent === sent || (state.sent === undefined && !analysis)) return;
    state.sent = analysis ? sent : undefined;
    this.#send({ uri: document.uri, version, diagnostics });
  }

  async #shown(analysis: Analysis): Promise<LspDiagnostic[]> {
    const { document } = analysis;
    // The secrets of each file are masked already; a name or a path may have the form of one.
    const found = this.#workspace.findings(analysis);
    const [shown] = await redactLintResult([{ diagnostics: found, secrets: [] }]);
    return shown!.diagnostics.map((each) => this.toLsp(each, document));
  }

  /** A finding as the protocol has it. There is no page to link to: "explain" is a code action. */
  toLsp(diagnostic: Diagnostic, document: OpenDocument): LspDiagnostic {
    const { rule, severity, message, range, related } = diagnostic;
    const tag = document.latest?.config.rules.get(rule)?.rule.marks;
    return {
      range: toLspRange(range),
      severity: SEVERITIES[severity],
      code: rule,
      source: "dryfire",
      message,
      ...(tag && { tags: [TAGS[tag]] }),
      ...(related.length > 0 && {
        relatedInformation: related.map((other): DiagnosticRelatedInformation => {
          const uri = other.path === undefined ? document.uri : this.#uriOf(other.path, document);
          return { location: { uri, range: toLspRange(other.range) }, message: other.message };
        }),
      }),
    };
  }

  /** The client's own address of an open document. */
  #uriOf(path: string, document: OpenDocument): string {
    const absolute = resolve(this.#workspace.comparedIn(document).root, path);
    return this.#workspace.documentAt(absolute)?.uri ?? uriOfPath(absolute);
  }
}

/** The part of an analysis that changes findings of other documents. */
function forOthers(analysis: Analysis | undefined): string {
  const { facts = [], templates } = analysis?.lint ?? {};
  return JSON.stringify([facts.map(({ data }) => data), templates]);
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const TAGS = { unneeded: DiagnosticTag.Unnecessary, outdated: DiagnosticTag.Deprecated } as const;
