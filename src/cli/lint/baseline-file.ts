import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Source } from "../../document/source.ts";
import type { FileLintWithRules } from "../../lint/finish.ts";
import {
  BaselineCount,
  type BaselineEntry,
  baselineText,
  countFindings,
  type KnownFinding,
  readBaseline,
} from "../../lint/suppress/baseline.ts";
import { fingerprint } from "../../report/lint/fingerprint.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import { groupBy } from "../../util/group-by.ts";
import { joinSpans } from "../../util/spans.ts";
import { plural } from "../../util/text.ts";
import { type Io, UsageError } from "../command.ts";
import { ConfigError, faultSentence } from "../config/load-config.ts";
import { isBelow, refuseLinks } from "../files/inside-repository.ts";
import { isFolder, isPlaceholder, pathFrom } from "../files/paths.ts";
import { readNamed } from "../files/read-text.ts";
import { writeFileAtomically, writeReason } from "../files/write-file.ts";
import { PathGlob } from "../input/path-glob.ts";
import { writeStderr } from "../output/stderr.ts";

/** The remaining findings of a run. */
export interface AfterBaseline {
  readonly files: readonly LintedFile[];
  readonly hidden: number;
}

/** The findings of a file as a baseline identifies them, with a path for the file. */
export function findingsOf({ diagnostics, text = "", secrets }: LintedFile, path: string): KnownFinding[] {
  const hidden = joinSpans(secrets);
  return diagnostics.map((diagnostic) => ({
    path,
    rule: diagnostic.rule,
    fingerprint: fingerprint(diagnostic, text, hidden),
  }));
}

/** Hides the findings that `known` takes. */
export function withoutKnown(
  files: readonly LintedFile[],
  identify: (file: LintedFile) => readonly KnownFinding[],
  known: Pick<BaselineCount, "takes">,
): AfterBaseline {
  let hidden = 0;
  const left = files.map((file) => {
    const findings = identify(file);
    const diagnostics = file.diagnostics.filter((_, index) => !known.takes(findings[index]!));
    hidden += file.diagnostics.length - diagnostics.length;
    return { ...file, diagnostics };
  });
  return { files: left, hidden };
}

/** The run that reads a baseline. */
interface BaselineRun {
  readonly updateBaseline: boolean;
  readonly paths: readonly string[];
}

/** A file of known findings, which are hidden until they change. It only has hashes. */
export class BaselineFile {
  readonly #io: Io;
  readonly #shown: string;
  readonly #absolute: string;
  readonly #entries: readonly BaselineEntry[];
  readonly #run: BaselineRun;

  private constructor(io: Io, shown: string, entries: readonly BaselineEntry[], run: BaselineRun) {
    this.#io = io;
    this.#shown = shown;
    this.#absolute = resolve(io.cwd, shown);
    this.#entries = entries;
    this.#run = run;
  }

  /** Reads a baseline; one to update need not exist. Throws `UsageError`. */
  static async open(io: Io, shown: string, run: BaselineRun): Promise<BaselineFile> {
    const absolute = resolve(io.cwd, shown);
    if (!existsSync(absolute)) {
      if (run.updateBaseline) return new BaselineFile(io, shown, [], run);
      throw new UsageError(`baseline "${shown}" does not exist; write it with --update-baseline`);
    }
    const source = new Source(shown, readNamed(absolute, shown, "baseline"));
    const { entries, faults } = await readBaseline(source.text);
    if (faults.length > 0) throw new ConfigError(faults.map((fault) => faultSentence(source, fault)));
    return new BaselineFile(io, shown, entries, run);
  }

  /** Hides known findings. */
  hide(files: readonly LintedFile[]): AfterBaseline {
    return this.#hide(files, new BaselineCount(this.#entries));
  }

  /**
   * Hides the known findings of a run, or updates the baseline; `linted` are the files with the
   * rules that ran on them. Throws `UsageError` if the baseline cannot be written.
   */
  apply(files: readonly LintedFile[], linted: readonly FileLintWithRules[]): AfterBaseline {
    const rules = new Map(files.map(({ path }, index) => [this.#pathOf(path), linted[index]!.rules]));
    const ran = new Set([...rules.values()].flatMap(({ active }) => active.map(({ rule }) => rule.id)));
    /** Whether the run decides about an entry: its rule ran on its file, or where that was. */
    const isJudged = ({ path, rule }: KnownFinding): boolean => {
      const own = rules.get(path);
      if (own) return own.get(rule) !== undefined;
      return ran.has(rule) && this.#isGone(path) && this.#isSearched(path);
    };
    return this.#run.updateBaseline ? this.#replace(files, isJudged) : this.#apply(files, isJudged);
  }

  /** Hides known findings, and reports entries without a finding. */
  #apply(files: readonly LintedFile[], isJudged: (entry: KnownFinding) => boolean): AfterBaseline {
    const count = new BaselineCount(this.#entries);
    const after = this.#hide(files, count);
    const stale = count.left.filter(isJudged);
    const number = stale.reduce((sum, entry) => sum + entry.count, 0);
    if (number > 0)
      writeStderr(
        this.#io,
        `${plural(number, "entry", "entries")} of the baseline "${this.#shown}" ${number === 1 ? "no longer matches a finding" : "no longer match findings"}; remove with --update-baseline`,
      );
    return after;
  }

  /**
   * Writes the findings of a run into the baseline and hides them all. Entries of other files and
   * rules are kept, those of files that were deleted in folders of the run removed.
   */
  #replace(files: readonly LintedFile[], isJudged: (entry: KnownFinding) => boolean): AfterBaseline {
    const findings = files.flatMap((file) => this.#findings(file));
    const kept = this.#entries.filter((entry) => !isJudged(entry));
    const entries = [...kept, ...countFindings(findings)];
    const text = baselineText(entries);
    if (!existsSync(this.#absolute) || readNamed(this.#absolute, this.#shown, "baseline") !== text)
      this.#write(text);
    const sum = entries.reduce((total, { count }) => total + count, 0);
    writeStderr(this.#io, `the baseline "${this.#shown}" lists ${plural(sum, "finding")}`);
    return withoutKnown(files, (file) => this.#findings(file), { takes: () => true });
  }

  #write(text: string): void {
    refuseLinks(this.#absolute, this.#shown, this.#io.cwd);
    try {
      writeFileAtomically(this.#absolute, text);
    } catch (error) {
      throw new UsageError(`cannot write the baseline "${this.#shown}": ${writeReason(error)}`);
    }
  }

  /** Hides what `count` takes: the findings of its files, then equal ones of renamed files. */
  #hide(files: readonly LintedFile[], count: BaselineCount): AfterBaseline {
    const identify = (file: LintedFile) => this.#findings(file);
    const known = withoutKnown(files, identify, count);
    const keyOf = ({ rule, fingerprint }: KnownFinding) => `${rule} ${fingerprint}`;
    const gone = groupBy(count.left, (entry) => (this.#isGone(entry.path) ? keyOf(entry) : undefined));
    if (gone.size === 0) return known;
    const takes = (finding: KnownFinding): boolean =>
      gone.get(keyOf(finding))?.some(({ path }) => count.takes({ ...finding, path })) ?? false;
    const moved = withoutKnown(known.files, identify, { takes });
    return { files: moved.files, hidden: known.hidden + moved.hidden };
  }

  /** True if the file of an entry does not exist. */
  #isGone(path: string): boolean {
    return !existsSync(resolve(dirname(this.#absolute), path));
  }

  /** True if the run searches the folder of an entry: a file that is gone may be renamed there. */
  #isSearched(path: string): boolean {
    const { cwd } = this.#io;
    const { paths } = this.#run;
    const absolute = resolve(dirname(this.#absolute), path);
    return (paths.length > 0 ? paths : ["."]).some((each) => {
      const folder = resolve(cwd, PathGlob.parse(each)?.base ?? each);
      return isFolder(folder) && isBelow(folder, absolute);
    });
  }

  #findings(file: LintedFile): KnownFinding[] {
    return findingsOf(file, this.#pathOf(file.path));
  }

  #pathOf(shown: string): string {
    return isPlaceholder(shown) ? shown : pathFrom(dirname(this.#absolute), resolve(this.#io.cwd, shown));
  }
}
