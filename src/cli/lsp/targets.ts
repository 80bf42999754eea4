import { eachScalar } from "../../../rules/support/walk.ts";
import { isText, type Located, LocatedMapping, type Place, type Value } from "../../document/located.ts";
import { ignoreComments } from "../../lint/suppress/ignore-comments.ts";
import { replacedTexts } from "../../pipeline/build-pipeline.ts";
import type { CronTrigger, GitTrigger, Pipeline, SpecFile } from "../../pipeline/model.ts";
import { type Step, stepsOf, withChildren } from "../../simulate/steps/step-model.ts";
import { covers } from "./positions.ts";

/** Something at a cursor that a hover describes. */
export type Target =
  | { readonly kind: "event"; readonly value: Located<string>; readonly trigger: GitTrigger }
  | {
      readonly kind: "regex";
      readonly value: Located<string>;
      readonly subject: "branch" | "comment";
      readonly trigger: GitTrigger;
    }
  | { readonly kind: "glob"; readonly value: Located<string>; readonly trigger: GitTrigger }
  | { readonly kind: "cron"; readonly value: Located<string>; readonly trigger: CronTrigger }
  /** A value of a trigger that something replaces before Codefresh reads it. */
  | { readonly kind: "placeholder"; readonly value: Located<string> }
  | {
      readonly kind: "condition";
      readonly value: Located<string>;
      readonly step: Step;
      readonly pipeline: Pipeline;
    }
  | { readonly kind: "rule"; readonly id: string; readonly place: Place };

/** Returns what is at an offset; undefined if that has no description. */
export function targetAt(file: SpecFile, offset: number): Target | undefined {
  const pipeline = pipelineAt(file, offset);
  const found = pipeline && (triggerTarget(pipeline, offset) ?? conditionAt(pipeline, offset));
  return found ?? ruleAt(file, offset);
}

/** Returns the pipeline or definition around an offset. */
export function pipelineAt({ pipelines, definitions }: SpecFile, offset: number): Pipeline | undefined {
  return [...pipelines, ...definitions].find(({ node }) => covers(node.span, offset));
}

function triggerTarget({ triggers, cronTriggers }: Pipeline, offset: number): Target | undefined {
  const own = [...triggers, ...cronTriggers].find(({ node }) => covers(node.span, offset));
  const replaced = own && replacedTexts(own).find(({ span }) => covers(span, offset));
  if (replaced) return { kind: "placeholder", value: replaced };
  const trigger = triggers.find(({ node }) => covers(node.span, offset));
  if (trigger) return gitTarget(trigger, offset);
  const cron = cronTriggers.find(({ node }) => covers(node.span, offset));
  const value = cron?.expression;
  return cron && value && covers(value.span, offset) ? { kind: "cron", value, trigger: cron } : undefined;
}

function gitTarget(trigger: GitTrigger, offset: number): Target | undefined {
  const isHere = (value: Located<string> | undefined): value is Located<string> =>
    value !== undefined && covers(value.span, offset);
  // Also one next to a placeholder, with which the events of the trigger are not known.
  const event = trigger.node.strings("events").find(isHere);
  if (event) return { kind: "event", value: event, trigger };
  const {
    branchRegex,
    pullRequestTargetBranchRegex: target,
    commentRegex,
    modifiedFilesGlob: glob,
  } = trigger;
  if (isHere(glob)) return { kind: "glob", value: glob, trigger };
  if (isHere(commentRegex)) return { kind: "regex", value: commentRegex, subject: "comment", trigger };
  const branch = [branchRegex, target].find(isHere);
  return branch && { kind: "regex", value: branch, subject: "branch", trigger };
}

function conditionAt(pipeline: Pipeline, offset: number): Target | undefined {
  const step = allSteps(pipeline).findLast(({ when }) => when && covers(when.span, offset));
  const condition = step?.when instanceof LocatedMapping ? step.when.mapping("condition") : undefined;
  const texts = [condition?.mapping("all"), condition?.mapping("any")].flatMap(
    (group) => group?.entries ?? [],
  );
  const value = texts.map((entry) => entry.value).find(({ span }) => covers(span, offset));
  return step && value && isText(value) ? { kind: "condition", value, step, pipeline } : undefined;
}

function ruleAt(file: SpecFile, offset: number): Target | undefined {
  if (!file.source.text.includes("dryfire-ignore")) return undefined;
  const found = ignoreComments(file).find(({ span }) => covers(span, offset));
  return found && { kind: "rule", id: found.rule, place: { span: found.span, path: undefined } };
}

/** Returns the steps of a pipeline that its text has, with those inside others. */
export function allSteps({ spec }: Pipeline): readonly Step[] {
  return spec ? withChildren(stepsOf(spec)) : [];
}

/** A name that one place of a pipeline gives to a thing and that others use. */
export interface Name {
  readonly kind: "git trigger" | "stage" | "step";
  readonly value: string;
  readonly place: Place;
  readonly isDefinition: boolean;
}

/**
 * Returns every place of a pipeline at which an id of a Git trigger, a stage or a step is given or
 * used: `gitTriggerId`, `stage`, and the steps in a `when`.
 */
export function namesOf(pipeline: Pipeline): readonly Name[] {
  const { triggers, cronTriggers, spec } = pipeline;
  const names: Name[] = [];
  const add = (kind: Name["kind"], place: Located<string> | undefined, isDefinition: boolean): void => {
    if (place && place.value !== "")
      names.push({ kind, value: keyOf(kind, place.value), place, isDefinition });
  };
  for (const { id } of triggers) add("git trigger", id, true);
  for (const { gitTriggerId } of cronTriggers) add("git trigger", gitTriggerId, false);
  for (const stage of spec?.strings("stages") ?? []) add("stage", stage, true);
  for (const part of [spec?.get("steps"), spec?.get("hooks")])
    eachScalar(part, (scalar) => {
      if (scalar.path?.key === "stage" && isText(scalar)) add("stage", scalar, false);
    });
  for (const { name, when } of allSteps(pipeline)) {
    add("step", name, true);
    for (const used of stepNames(when)) add("step", used, false);
  }
  return names;
}

/** Ids are compared in any letter case. */
function keyOf(kind: Name["kind"], value: string): string {
  return kind === "git trigger" ? value.toLowerCase() : value;
}

/** The names in the list `steps` of a `when`, or in its lists `all` and `any`. */
function stepNames(when: Value | undefined): readonly Located<string>[] {
  if (!(when instanceof LocatedMapping)) return [];
  const groups = when.mapping("steps");
  const items = groups ? [...groups.items("all"), ...groups.items("any")] : when.items("steps");
  return items.flatMap((item) => (item instanceof LocatedMapping ? (item.string("name") ?? []) : []));
}
