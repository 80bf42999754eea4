import { RULES } from "../../../rules/index.ts";
import { diff, loadInclusion } from "../../diff/diff.ts";
import { findEventHeader, jsonFault } from "../../event-json/body-fault.ts";
import { eventFromJson } from "../../event-json/event-from-json.ts";
import { finish, rulesOf } from "../../lint/finish.ts";
import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import type { Rule } from "../../lint/rule.ts";
import { activeRules, RuleSet } from "../../lint/rule-set.ts";
import { lintFile } from "../../lint/run.ts";
import type { Host } from "../../match/budget.ts";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import { notASpec, readSpecFile } from "../../pipeline/read-spec-file.ts";
import { summarize } from "../../report/lint/lint-report.ts";
import { withBoundedBuilds } from "../../report/simulate/bounded-builds.ts";
import { findSecrets, type SecretSet } from "../../secrets/locate.ts";
import { redactDetected, redactDetectedNow, redactorFor } from "../../secrets/redact.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { eventFromPayload } from "../../simulate/payloads/index.ts";
import { formBody } from "../../simulate/payloads/json.ts";
import { charactersIn, simulatedIn } from "../../simulate/pipelines.ts";
import { planSchedule } from "../../simulate/schedule/schedule.ts";
import type { ProjectSettings } from "../../simulate/settings.ts";
import { type SimulateOptions, type Simulation, simulate } from "../../simulate/simulate.ts";
import { loadProver } from "../../simulate/would-fire/cannot-fire.ts";
import { parseJson } from "../../util/json.ts";
import { calendarDays } from "./calendar.ts";
import { hoverAt } from "./hover.ts";
import { maskContent, type ReadFile } from "./mask.ts";
import { namesIn } from "./names.ts";
import type { Answers, PageContent, PageEdit, PageFile, Requests } from "./protocol.ts";
import { applyEdits, specEdits } from "./spec-edits.ts";

/** Answers one kind of request. */
type Handler<K extends keyof Requests> = (request: Requests[K]) => Promise<Answers[K]>;

/** How many texts are kept as they were read. */
const MAX_READ = 60;

/** The maximum length of all texts that are read to try edits. */
const MAX_TRIED = 3_000_000;

/**
 * Answers the requests of a page with the functions that the commands call. Texts that were read
 * are kept, so that an event is tested without reading the specs again.
 */
export class Core {
  readonly #host: Host | undefined;
  readonly #read = new Map<string, SpecFile>();

  /** Without a host, patterns that are too costly for the bounded matcher stay unknown. */
  constructor(host?: Host) {
    this.#host = host;
  }

  /** The handlers by the name of the request. */
  readonly handlers: { readonly [K in keyof Requests]: Handler<K> } = {
    lint: (request) => this.#lint(request),
    simulate: (request) => this.#simulate(request),
    schedule: (request) => this.#schedule(request),
    diff: (request) => this.#diff(request),
    payload: async ({ body, headers }) => eventOf(body, headers),
    mask: async (content) =>
      await maskContent(content, await this.#files([...content.files, ...(content.old ?? [])])),
    hover: async ({ file, offset }) => {
      const [read] = await this.#files([file]);
      return await redactDetected(await hoverAt(read!.file, offset, file.project?.assume ?? {}));
    },
    names: async (request) => {
      const pipelines = (await this.#specs(request.files)).flatMap(({ file }) => file.pipelines);
      return namesIn(pipelines, new Date(), projectOf(request.files));
    },
  };

  async #lint({ files }: PageContent): Promise<Answers["lint"]> {
    const read = await this.#files(files);
    const linted = [];
    for (const { page, file } of read) {
      if (!isLintable(file, page)) continue;
      const { assume = {}, integrations = {} } = page.project ?? {};
      const rules = ruleSetOf(page);
      const result = await lintFile(file, rules, { assume, integrations });
      linted.push({ ...result, rules, text: file.source.text });
    }
    const finished = finish(linted);
    const shown = await redactLintResult(
      await redactPaths(
        finished.map(({ path, diagnostics, secrets, text }) => ({
          path,
          diagnostics,
          secrets,
          text: diagnostics.length > 0 ? text : undefined,
        })),
      ),
    );
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    const reported = new Set(shown.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule)));
    const rules = rulesOf(linted).filter(({ id }) => reported.has(id));
    return {
      report: {
        version: 1,
        files: shown.map(({ path, diagnostics }) => ({ path, diagnostics })),
        summary: summarize(
          shown,
          sum(linted.map(({ pipelines }) => pipelines)),
          sum(finished.map(({ hidden }) => hidden)),
        ),
      },
      withoutSpec: Object.fromEntries(
        read.flatMap(({ file, page }) =>
          file.content === "empty" || file.content === "other" ? [[page.path, notASpec(file)]] : [],
        ),
      ),
      whys: Object.fromEntries(rules.map(({ id, why }) => [id, why])),
    };
  }

  async #simulate(request: Requests["simulate"]): Promise<Answers["simulate"]> {
    const event = asEvent(request.event);
    const read = await this.#files(request.files);
    const specs = read.filter(({ file }) => isSpec(file)).map(({ file }) => file);
    // Definitions are simulated alone only where there is no spec.
    const isAlone = event.kind === "git" && specs.every((file) => file.pipelines.length === 0);
    const files = isAlone ? read.map(({ file }) => file) : specs;
    const pipelines = files.flatMap((file) => (isAlone ? simulatedIn(file) : file.pipelines));
    const definitionOf = definitionsIn(read);
    const secrets = await findSecrets([...files, ...pipelines.flatMap((each) => definitionOf(each) ?? [])]);
    const options = await this.#optionsOf(request, pipelines, secrets, definitionOf);
    const redactor = await redactorFor(secrets, { events: [{ event }], notes: [] });
    const simulated = redactor.data(simulate(pipelines, event, options));
    const whole = await redactDetected(simulated, { computed: false });
    const { result } = withBoundedBuilds([{ result: whole }], charactersIn(pipelines)).parts[0]!;
    const { assume, pipelines: shown, overlaps, summary } = result;
    return {
      report: { version: 1, event: result.event, assume, pipelines: shown, overlaps, summary },
      edits: await this.#edits(request, pipelines, result, options),
    };
  }

  async #optionsOf(
    { files, event, assume = {}, assumeAccepted = false, steps = {} }: Requests["simulate"],
    pipelines: readonly Pipeline[],
    secrets: SecretSet,
    definitionOf: (pipeline: Pipeline) => SpecFile | undefined,
  ): Promise<SimulateOptions> {
    const triggers = pipelines.flatMap((pipeline) => pipeline.triggers);
    const prover = event.kind === "git" ? await loadProver(triggers) : undefined;
    return {
      assume,
      assumeAccepted,
      projectOf: projectOf(files),
      prover,
      host: this.#host,
      secrets,
      mask: redactDetectedNow,
      definitionOf,
      steps,
    };
  }

  /**
   * The edits of each change of a spec, tried: the trigger has the verdict of the change. Each
   * reads a whole text again, so that those of very many triggers are left out.
   */
  async #edits(
    { event }: Requests["simulate"],
    pipelines: readonly Pipeline[],
    result: Simulation,
    options: SimulateOptions,
  ): Promise<Record<string, readonly PageEdit[]>> {
    const found: Record<string, readonly PageEdit[]> = {};
    let room = MAX_TRIED;
    for (const [at, { triggers }] of result.pipelines.entries())
      for (const [index, { wouldFire, kind }] of triggers.entries()) {
        const change = wouldFire?.specChange;
        const pipeline = pipelines[at]!;
        const trigger = (kind === "git" ? pipeline.triggers : pipeline.cronTriggers)[index];
        if (!change || !trigger) continue;
        const edits = specEdits(trigger, change);
        if (edits.length === 0) continue;
        const { path, text } = pipeline.file.source;
        room -= text.length;
        if (room < 0) return found;
        const changed = await readSpecFile(path, applyEdits(text, edits));
        const place = pipeline.file.pipelines.indexOf(pipeline);
        const same = changed.pipelines[place];
        if (!same) continue;
        const tried = simulate([same], event, { ...options, projectOf: () => options.projectOf?.(pipeline) });
        if (tried.pipelines[0]?.triggers[index]?.verdict === change.verdict) found[`${at}/${index}`] = edits;
      }
    return found;
  }

  async #schedule({ files, from, to, zone, assume = {}, assumeAccepted = false }: Requests["schedule"]) {
    const pipelines = (await this.#specs(files)).flatMap(({ file }) => file.pipelines);
    const plan = await planSchedule(pipelines, { assume, assumeAccepted, projectOf: projectOf(files) });
    const shown = [plan.planned.map(({ trigger }) => trigger), plan.leftOut];
    const redactor = await redactorFor(await findSecrets(pipelines), shown);
    const window = { from: new Date(from), to: new Date(to), ...(zone !== undefined && { zone }) };
    return {
      triggers: plan.planned.map(({ trigger }) => redactor.data(trigger)),
      leftOut: redactor.data(plan.leftOut),
      ...calendarDays(plan.planned, window),
    };
  }

  async #diff({ files, old, from, assume = {}, assumeAccepted = false }: Requests["diff"]) {
    const [before, after] = [await this.#files(old), await this.#files(files)];
    const [oldSpecs, newSpecs] = [before, after].map((side) =>
      side.filter(({ file }) => isSpec(file)).map(({ file }) => file),
    ) as [SpecFile[], SpecFile[]];
    const secrets = await findSecrets([...before, ...after].map(({ file }) => file));
    const made = diff(oldSpecs, newSpecs, {
      assume,
      assumeAccepted,
      projectOf: projectOf(files),
      host: this.#host,
      secrets,
      includes: await loadInclusion(),
      from: new Date(from),
      definitions: { old: definitionsIn(before), new: definitionsIn(after) },
    });
    return { version: 1 as const, ...(await redactorFor(secrets, made)).data(made) };
  }

  async #specs(files: readonly PageFile[]): Promise<ReadFile[]> {
    return (await this.#files(files)).filter(({ file }) => isSpec(file));
  }

  async #files(files: readonly PageFile[]): Promise<ReadFile[]> {
    const read: ReadFile[] = [];
    for (const page of files) {
      const key = `${page.path}\0${page.text}`;
      const file = this.#read.get(key) ?? (await readSpecFile(page.path, page.text));
      this.#read.delete(key);
      this.#read.set(key, file);
      if (this.#read.size > MAX_READ) this.#read.delete(this.#read.keys().next().value!);
      read.push({ page, file });
    }
    return read;
  }
}

/** Returns the event of a request. Throws `TypeError` for any other value. */
function asEvent(value: unknown): SimulatedEvent {
  const result = eventFromJson(value);
  if ("error" in result) throw new TypeError(result.error);
  return result.event;
}

/** A webhook's body, and its headers as lines `Name: value`. */
function eventOf(body: string, headers: string): Answers["payload"] {
  const text = body.replace(/^\ufeff/, "");
  const parsed = parseJson(formBody(text) ?? text);
  if (!parsed) return { fault: "no-webhook", error: bodyFault(text) };
  const named = headers.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, Math.max(colon, 0)).trim(), line.slice(colon + 1).trim()];
    return name === "" || value === "" ? [] : [[name, value]];
  });
  return eventFromPayload(parsed.value, Object.fromEntries(named));
}

/** The fault of a text that is not the body of a webhook. */
function bodyFault(text: string): string {
  if (findEventHeader(text) !== undefined)
    return "the text has headers next to the JSON; move them to the field for headers";
  if (text.trim() === "") return `the body is empty; ${PASTE}`;
  return `the text ${jsonFault(text, PASTE)}`;
}

const PASTE = "paste the JSON that a webhook sent";

function isSpec({ content }: SpecFile): boolean {
  return content === "specs" || content === "unreadable";
}

/** True for a spec, and for a definition of steps. */
function isLintable(file: SpecFile, { templateOf }: PageFile): boolean {
  return (
    isSpec(file) || (file.definitions.length > 0 && (templateOf !== undefined || file.pipelines.length === 0))
  );
}

function ruleSetOf({ rules }: PageFile): RuleSet {
  if (!rules) return activeRules(RULES);
  const active = RULES.flatMap((rule) => {
    const own = Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined;
    for (const [option, value] of Object.entries(own?.options ?? {})) checkOption(rule, option, value);
    return own ? [{ rule, options: {}, ...own }] : [];
  });
  return new RuleSet(
    active,
    RULES.map(({ id }) => id),
  );
}

/** Throws `TypeError` for an option of a link that the rule does not have, or of a wrong value. */
function checkOption({ id, options = {}, optionFault }: Rule, option: string, value: unknown): void {
  if (!Object.hasOwn(options, option)) throw new TypeError(`rule "${id}" has no option "${option}"`);
  const wanted = optionFault?.(option, value);
  if (wanted !== undefined) throw new TypeError(`the option "${option}" of rule "${id}" must be ${wanted}`);
}

function projectOf(files: readonly PageFile[]): (pipeline: Pipeline) => ProjectSettings | undefined {
  const projects = new Map(files.map(({ path, project }) => [path, project]));
  return ({ file }) => projects.get(file.source.path);
}

/** The file with the steps of a pipeline whose `specTemplate` names it. */
function definitionsIn(files: readonly ReadFile[]): (pipeline: Pipeline) => SpecFile | undefined {
  return (pipeline) => {
    const wanted = definitionPath(pipeline);
    if (!wanted) return undefined;
    const { repository, path } = wanted;
    const isIt = (each: { readonly repository: string; readonly path: string }): boolean =>
      each.repository === repository && each.path === path;
    return files.find(({ page }) => page.templateOf?.some(isIt))?.file;
  };
}
