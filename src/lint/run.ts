import type { Span } from "../document/source.ts";
import {
  type DefinitionPath,
  definitionPath,
  type Pipeline,
  type SpecFile,
  variablesIn,
} from "../pipeline/model.ts";
import { type FileSecrets, findFileSecrets } from "../secrets/locate.ts";
import { Redactor, spellings } from "../secrets/redact.ts";
import { isCovered, joinSpans } from "../util/spans.ts";
import { Collector, type ProjectEntry } from "./context.ts";
import { foldAliases } from "./dedupe-aliases.ts";
import { byPlace, type Diagnostic } from "./diagnostic.ts";
import { redactFile } from "./redact-lint.ts";
import type { LintSettings, Rule, RuleContext } from "./rule.ts";
import type { CheckLevel, LevelCheck, RuleSet } from "./rule-set.ts";
import { type RuledFinding, schemaFindingsOf } from "./schema-findings.ts";
import type { IgnoreEntry } from "./suppress/suppress.ts";

/** The result of linting one file. Secrets are masked except in the edits of fixes. */
export interface FileLint {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly pipelines: number;
  /** The definitions in Git that its pipelines have their steps in. */
  readonly templates?: readonly DefinitionPath[];
  /** The facts of this file for the rules across files. */
  readonly facts: readonly ProjectEntry[];
  /** The spans of the text that no output may show. */
  readonly secrets: readonly Span[];
  /** The rules in the file's ignore comments, which `suppress` applies at the end. */
  readonly ignores: readonly IgnoreEntry[];
}

/** Thrown when a rule itself fails: a defect of dryfire, with the rule and the file. */
export class RuleCrash extends Error {
  override readonly name = "RuleCrash";
  constructor(rule: string, path: string, cause: unknown) {
    super(`rule "${rule}" failed on ${path}`, { cause });
  }
}

/** Runs the rules over one file. Throws `RuleCrash` when a rule fails. */
export async function lintFile(file: SpecFile, rules: RuleSet, settings: LintSettings): Promise<FileLint> {
  const secrets = await findFileSecrets(file);
  const redactor = new Redactor(spellings(file.source.text, secrets.spans));
  try {
    return redactFile(await new FileRun(file, rules, settings, secrets).lint(), redactor);
  } catch (error) {
    throw redactError(error, redactor);
  }
}

/** The error of a rule may quote the file. */
function redactError(error: unknown, redactor: Redactor): unknown {
  if (error instanceof RuleCrash && error.cause instanceof Error) {
    const { cause } = error;
    cause.message = redactor.text(cause.message);
    if (cause.stack !== undefined) cause.stack = redactor.text(cause.stack);
  }
  return error;
}

/** Most files have no ignore comment, so their reader is loaded on demand. */
async function ignoresOf(file: SpecFile): Promise<readonly IgnoreEntry[]> {
  return (await import("./suppress/ignore-comments.ts")).ignoreEntries(file);
}

class FileRun {
  readonly #file: SpecFile;
  readonly #rules: RuleSet;
  readonly #secrets: FileSecrets;
  readonly #collector: Collector;

  constructor(file: SpecFile, rules: RuleSet, settings: LintSettings, secrets: FileSecrets) {
    this.#file = file;
    this.#rules = rules;
    this.#secrets = secrets;
    this.#collector = new Collector(file, settings, secrets.detected, rules.get("placeholder-value"));
  }

  async lint(): Promise<FileLint> {
    const whole = { start: 0, end: this.#file.source.text.length };
    const pending = this.#check("file", this.#file, undefined, whole);
    if (pending) await pending;
    for (const pipeline of [...this.#file.pipelines, ...this.#file.definitions])
      await this.#pipeline(pipeline);
    this.#collector.addPlaceholders();
    const templates = this.#file.pipelines.flatMap((pipeline) => definitionPath(pipeline) ?? []);
    return {
      path: this.#file.source.path,
      ...(templates.length > 0 && { templates }),
      diagnostics: this.#withoutEchoes().sort(byPlace),
      pipelines: this.#file.pipelines.length + this.#file.definitions.length,
      facts: this.#collector.facts,
      secrets: this.#secrets.spans,
      ignores: this.#file.source.text.includes("dryfire-ignore") ? await ignoresOf(this.#file) : [],
    };
  }

  /** A value that YAML does not read as meant is one fault: findings in it are dropped. */
  #withoutEchoes(): Diagnostic[] {
    const { diagnostics: all, aliased } = this.#collector;
    const diagnostics = aliased.size === 0 ? all : foldAliases(all, aliased);
    const isFault = ({ rule }: Diagnostic): boolean => this.#rules.get(rule)?.rule.onFaults === true;
    const faults = diagnostics.filter(isFault).map(({ range }) => range);
    if (faults.length === 0) return diagnostics;
    const unread = joinSpans(faults.map(({ start, end }) => ({ start: start.offset, end: end.offset - 1 })));
    return diagnostics.filter((each) => isFault(each) || !isCovered(unread, each.range.start.offset));
  }

  async #pipeline(pipeline: Pipeline): Promise<void> {
    const whole = this.#check("pipeline", pipeline, pipeline, pipeline.node.span);
    if (whole) await whole;
    const isWanted = this.#rules.at("schemaFinding").length > 0;
    const findings = isWanted ? schemaFindingsOf(pipeline, this.#collector.settings) : undefined;
    if (findings) await this.#reportEach(findings, pipeline);
    const parts = [
      ["gitTrigger", pipeline.triggers],
      ["cronTrigger", pipeline.cronTriggers],
      ["variable", variablesIn(pipeline)],
    ] as const;
    for (const [level, things] of parts)
      for (const thing of things) {
        const pending = this.#check(level, thing, pipeline, thing.node.span);
        if (pending) await pending;
      }
    for (const { rule } of this.#rules.at("project")) {
      try {
        rule.project?.collect(pipeline, (place, data) =>
          this.#collector.keep(rule.id, pipeline, place, data),
        );
      } catch (error) {
        throw this.#crash(rule, error);
      }
    }
  }

  async #reportEach(findings: Promise<readonly RuledFinding[]>, pipeline: Pipeline): Promise<void> {
    for (const [rule, finding] of await findings) {
      const active = this.#rules.get(rule);
      if (!active?.rule.schemaFinding) continue;
      const context = this.#collector.context({ active, pipeline });
      try {
        await active.rule.schemaFinding(finding, pipeline, context);
      } catch (error) {
        throw this.#crash(active.rule, error);
      }
    }
  }

  /**
   * Runs the checks one after the other, since they share a budget and results must not depend on
   * timing. Returns a promise only if a check does, which is rare.
   */
  #check(
    level: CheckLevel,
    thing: Parameters<NonNullable<Rule[CheckLevel]>>[0],
    pipeline: Pipeline | undefined,
    extent: Span,
  ): Promise<void> | undefined {
    const checks = this.#rules.checksAt(level);
    const contexts = this.#collector.contexts(checks, pipeline, extent);
    let index = 0;
    try {
      for (; index < checks.length; index++) {
        const checked = checks[index]!.check(thing, contexts[index]!);
        if (checked) return this.#checkOn(checked, index, checks, contexts, thing);
      }
    } catch (error) {
      throw this.#crash(checks[index]!.rule, error);
    }
    return undefined;
  }

  /** Continues with the checks after an asynchronous one. */
  async #checkOn(
    first: Promise<void>,
    start: number,
    checks: readonly LevelCheck[],
    contexts: readonly RuleContext[],
    thing: unknown,
  ): Promise<void> {
    let index = start;
    try {
      await first;
      for (index++; index < checks.length; index++) {
        const checked = checks[index]!.check(thing, contexts[index]!);
        if (checked) await checked;
      }
    } catch (error) {
      throw this.#crash(checks[index]!.rule, error);
    }
  }

  #crash(rule: Rule, cause: unknown): RuleCrash {
    return new RuleCrash(rule.id, this.#file.source.path, cause);
  }
}
