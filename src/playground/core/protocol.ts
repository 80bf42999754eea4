import type { Range } from "../../document/source.ts";
import type { SeveritySetting } from "../../lint/diagnostic.ts";
import type { DiffReportJson } from "../../report/diff/diff-json.ts";
import type { LintReportJson } from "../../report/lint/lint-json.ts";
import type { SimulateReportJson } from "../../report/simulate/simulate-json.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import type { PayloadResult } from "../../simulate/payloads/index.ts";
import type { LeftOutTrigger, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ProjectSettings } from "../../simulate/settings.ts";
import type { StepResult } from "../../simulate/steps/status.ts";

/** A rule that runs on a file, as its config sets it. */
export interface PageRule {
  readonly severity?: SeveritySetting;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** One file of a page: a spec, or a definition of steps. */
export interface PageFile {
  readonly path: string;
  readonly text: string;
  /** The rules of its config by id; those of the recommended preset where absent. */
  readonly rules?: Readonly<Record<string, PageRule>>;
  /** The answers and integrations of its config. */
  readonly project?: ProjectSettings;
  /** The files in Git that it is, for pipelines whose `specTemplate` names one. */
  readonly templateOf?: readonly { readonly repository: string; readonly path: string }[];
}

/** The content that is written into a page, and that a link to it holds. */
export interface PageContent {
  readonly files: readonly PageFile[];
  /** The old version of the files, where it differs. */
  readonly old?: readonly PageFile[];
  /** The first event to show. */
  readonly event?: SimulatedEvent;
  /** Gives verdicts for specs that Codefresh would reject. */
  readonly assumeAccepted?: boolean;
  /** Answers to open questions for all files. */
  readonly assume?: Readonly<Record<string, string>>;
}

/** The tabs of the page. */
export const TABS = ["event", "build", "schedule", "versions"] as const;

/** A tab of the page. */
export type Tab = (typeof TABS)[number];

/** The state of a page: its content, and the part that is shown. */
export interface Linked {
  readonly content: PageContent;
  readonly tab?: Tab;
  /** The index of the shown file. */
  readonly file?: number;
  /** Files by name, which `#example=NAME` shows instead of the content. */
  readonly examples?: Readonly<Record<string, PageFile>>;
}

/** The settings of steps that a person tries. */
export interface StepChoices {
  readonly results?: Readonly<Record<string, StepResult>>;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A replacement of a part of a text. */
export interface PageEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of a file. */
export interface PagePlace {
  readonly path: string;
  readonly range: Range;
}

/** The requests of the page by name. */
export interface Requests {
  readonly lint: PageContent;
  readonly simulate: PageContent & { readonly event: SimulatedEvent; readonly steps?: StepChoices };
  readonly schedule: PageContent & {
    readonly from: string;
    readonly to: string;
    readonly zone?: string;
  };
  readonly diff: PageContent & { readonly old: readonly PageFile[]; readonly from: string };
  readonly payload: { readonly body: string; readonly headers: string };
  readonly mask: PageContent;
  readonly names: PageContent;
  readonly hover: { readonly file: PageFile; readonly offset: number };
}

/** The answer to each request. */
export interface Answers {
  readonly lint: LintAnswer;
  readonly simulate: SimulateAnswer;
  readonly schedule: ScheduleAnswer;
  readonly diff: DiffAnswer;
  readonly payload: PayloadResult;
  readonly mask: MaskAnswer;
  readonly names: NamesAnswer;
  readonly hover: HoverAnswer;
}

/** The findings, as `dryfire lint --format json` prints them. */
export interface LintAnswer {
  readonly report: LintReportJson;
  /** Why files were not checked, by path: they have neither a spec nor steps. */
  readonly withoutSpec: Readonly<Record<string, string>>;
  /** The reason and the sources of each rule that reports something. */
  readonly whys: Readonly<Record<string, string>>;
}

/** The verdicts, as `dryfire simulate --format json` prints them. */
export interface SimulateAnswer {
  readonly report: SimulateReportJson;
  /**
   * The edits of the change of the spec that makes a trigger fire, by the indexes of the pipeline
   * and of the trigger: `0/2`. Each was tried: the trigger has the verdict of the change.
   */
  readonly edits: Readonly<Record<string, readonly PageEdit[]>>;
}

/** The changes of behaviour, as `dryfire diff --format json` prints them. */
export type DiffAnswer = DiffReportJson;

/** A day of the calendar with the runs of its triggers. */
export interface CalendarDay {
  /** `2026-05-04` in the zone of the calendar. */
  readonly date: string;
  readonly runs: readonly {
    /** The index of the trigger in the answer. */
    readonly trigger: number;
    readonly count: number;
    /** The first times of the day, `03:00` each. */
    readonly times: readonly string[];
  }[];
  /** The instants of the day at which several triggers run, the first ones only. */
  readonly together: readonly { readonly time: string; readonly triggers: readonly number[] }[];
  /** The number of all such instants. */
  readonly instantsTogether: number;
}

/** The runs of all cron triggers. */
export interface ScheduleAnswer {
  readonly triggers: readonly ScheduledTrigger[];
  readonly leftOut: readonly LeftOutTrigger[];
  readonly days: readonly CalendarDay[];
  /** True if there were too many runs to list all of them. */
  readonly cut: boolean;
}

/** The content without its secrets. */
export interface MaskAnswer {
  readonly content: PageContent;
  /** The places that were masked, with the text of the line up to the secret. */
  readonly masked: readonly PagePlace[];
  /** True if the event had a secret. */
  readonly event: boolean;
}

/** The description of the value at an offset. */
export type HoverAnswer = {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
} | null;

/** Names that the specs show, as choices of the form. */
export interface NamesAnswer {
  readonly repositories: readonly string[];
  readonly providers: readonly string[];
  readonly branches: readonly string[];
  readonly targets: readonly string[];
  readonly tags: readonly string[];
  readonly files: readonly string[];
  readonly events: readonly string[];
  readonly comments: readonly string[];
  /** The first minute at which a cron trigger runs; null without any. */
  readonly nextRun: string | null;
}

/** The name of a worker that gives up costly patterns, after another one ran out of time. */
export const CAREFUL_WORKER = "careful";

/** A message to the worker. */
export interface WorkerRequest<K extends keyof Requests = keyof Requests> {
  readonly id: number;
  readonly kind: K;
  readonly request: Requests[K];
}

/** A message of the worker: that it is ready, an answer, or the message of an error. */
export type WorkerResponse =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string };
