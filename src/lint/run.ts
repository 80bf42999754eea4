import type { Pipeline, SpecFile } from "../spec/model.ts";
import { shapeRule } from "../spec/schema/message.ts";
import type { Span } from "../spec/source.ts";
import { Collector, type ProjectEntry } from "./collector.ts";
import { byPlace, type Diagnostic } from "./diagnostic.ts";
import type { LintSettings, Rule } from "./rule.ts";
import type { RuleSet } from "./rule-set.ts";
import { detectSecrets, isSuspect } from "./secret-detection.ts";
import { shapeOf } from "./shape.ts";
import type { IgnoreEntry } from "./suppress.ts";

/** What linting one file gives. */
export interface FileLint {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly pipelines: number;
  /** What the rules across files keep of this file. */
  readonly facts: readonly ProjectEntry[];
  /** The stretches of the text that no output may show. */
  readonly secrets: readonly Span[];
  /** What the ignore comments of the file name; `suppress` applies them when the rules across files have spoken too. */
  readonly ignores: readonly IgnoreEntry[];
}

/** Thrown when a rule itself fails: a defect of ours, with the rule and the file that showed it. */
export class RuleCrash extends Error {
  override readonly name = "RuleCrash";
  constructor(rule: string, path: string, cause: unknown) {
    super(`rule "${rule}" failed on ${path}`, { cause });
  }
}

/** Runs the rules over one file. Throws `RuleCrash` when a rule fails. */
export async function lintFile(file: SpecFile, rules: RuleSet, settings: LintSettings): Promise<FileLint> {
  const run = new FileRun(file, rules, settings);
  return await run.lint();
}

/** Most files have no ignore comment, so what reads them is loaded when one turns up. */
async function ignoresOf(file: SpecFile): Promise<readonly IgnoreEntry[]> {
  if (!file.source.text.includes("dryfire-ignore")) return [];
  return (await import("./ignore-comments.ts")).ignoreEntries(file);
}

type Level = "file" | "pipeline" | "gitTrigger" | "cronTrigger" | "variable";

class FileRun {
  readonly #file: SpecFile;
  readonly #rules: RuleSet;
  readonly #collector: Collector;
  readonly #pending: Promise<void>[] = [];

  constructor(file: SpecFile, rules: RuleSet, settings: LintSettings) {
    this.#file = file;
    this.#rules = rules;
    this.#collector = new Collector(file, settings);
  }

  async lint(): Promise<FileLint> {
    if (isSuspect(this.#file)) await detectSecrets(this.#file);
    const whole = { start: 0, end: this.#file.source.text.length };
    this.#check("file", this.#file, undefined, whole);
    for (const pipeline of this.#file.pipelines) this.#pipeline(pipeline);
    if (this.#pending.length > 0) await Promise.all(this.#pending);
    return {
      path: this.#file.source.path,
      diagnostics: this.#withoutEchoes().sort(byPlace),
      pipelines: this.#file.pipelines.length,
      facts: this.#collector.facts,
      secrets: this.#collector.secrets,
      ignores: await ignoresOf(this.#file),
    };
  }

  /** A value that YAML does not read as it was meant is one fault: what other rules make of its pieces is left out. */
  #withoutEchoes(): Diagnostic[] {
    const { diagnostics } = this.#collector;
    const faults = diagnostics.filter(({ rule }) => this.#rules.get(rule)?.rule.onFaults);
    if (faults.length === 0) return diagnostics;
    const begins = ({ range: inner }: Diagnostic, { range: outer }: Diagnostic): boolean =>
      inner.start.offset >= outer.start.offset && inner.start.offset < outer.end.offset;
    return diagnostics.filter(
      (each) => faults.includes(each) || !faults.some((fault) => begins(each, fault)),
    );
  }

  #pipeline(pipeline: Pipeline): void {
    this.#check("pipeline", pipeline, pipeline, pipeline.node.span);
    this.#shape(pipeline);
    for (const trigger of pipeline.triggers) this.#check("gitTrigger", trigger, pipeline, trigger.node.span);
    for (const trigger of pipeline.cronTriggers)
      this.#check("cronTrigger", trigger, pipeline, trigger.node.span);
    for (const owner of [pipeline, ...pipeline.triggers, ...pipeline.cronTriggers]) {
      for (const variable of owner.variables) this.#check("variable", variable, pipeline, variable.node.span);
    }
    for (const { rule } of this.#rules.at("project")) {
      rule.project?.collect(pipeline, (place, data) => this.#collector.keep(rule.id, pipeline, place, data));
    }
  }

  #shape(pipeline: Pipeline): void {
    if (this.#rules.at("shape").length === 0) return;
    for (const finding of shapeOf(pipeline)) {
      const active = this.#rules.get(shapeRule(finding));
      if (!active?.rule.shape) continue;
      const context = this.#collector.context(active, pipeline);
      try {
        const checked = active.rule.shape(finding, pipeline, context);
        if (checked) this.#await(active.rule, checked);
      } catch (error) {
        throw this.#crash(active.rule, error);
      }
    }
  }

  #check<L extends Level>(
    level: L,
    thing: Parameters<NonNullable<Rule[L]>>[0],
    pipeline: Pipeline | undefined,
    extent: Span,
  ): void {
    const checks = this.#rules.checksAt(level);
    const contexts = this.#collector.contexts(checks, pipeline, extent);
    let index = 0;
    try {
      for (; index < checks.length; index++) {
        const checked = checks[index]!.check(thing, contexts[index]!);
        if (checked) this.#await(checks[index]!.rule, checked);
      }
    } catch (error) {
      throw this.#crash(checks[index]!.rule, error);
    }
  }

  #await(rule: Rule, checked: Promise<void>): void {
    const crashed = (cause: unknown): never => {
      throw this.#crash(rule, cause);
    };
    this.#pending.push(checked.catch(crashed));
  }

  #crash(rule: Rule, cause: unknown): RuleCrash {
    return new RuleCrash(rule.id, this.#file.source.path, cause);
  }
}
