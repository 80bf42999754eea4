import { MESSAGE_VARIABLES } from "../../catalogue/system-variables.ts";
import type { Definition } from "../../simulate/build/definition.ts";
import type { ContextSetting, EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { RuntimeFields } from "../../simulate/build/layered-settings.ts";
import type { BuildVariable } from "../../simulate/variables/build-variables.ts";
import { joinList } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import type { Screen } from "../text/style.ts";
import { behind, displayWidth, wrap } from "../text/width.ts";
import { ordinaryCaseOf, quoted } from "./words.ts";

/** The build that a firing trigger starts, as lines; for a definition alone its steps are known. */
export function prettyBuild(build: EffectiveBuild, screen: Screen, isOfDefinition = false): string[] {
  const isMessageAssumed = build.steps.some(({ assumed }) => assumed.includes("ordinary-message"));
  const own = build.variables.map(({ key }) => key);
  const rows: [string, string[]][] = [
    ["variables", build.variables.map(formatVariable)],
    ["contexts", build.contexts.map(formatContext)],
    ["runtime", formatRuntime(build)],
    [
      "options",
      Object.entries(build.options).map(
        ([key, { value, origin, assumed }]) =>
          `${key}: ${value ?? UNKNOWN} (${[origin, ...assumed].join("; ")})`,
      ),
    ],
    ["status title", build.commitStatusTitle === null ? [] : [build.commitStatusTitle]],
    ["definition", [isOfDefinition ? (build.stepsPath ?? "") : formatDefinition(build.definition)]],
    ["simulates", build.simulatedTrigger ? [formatSimulated(build.simulatedTrigger)] : []],
    ["system", [formatSystem(build)]],
    ["set later", [namesOf(build, "set", isMessageAssumed ? MESSAGE_VARIABLES : [])]],
    ["assumed", isMessageAssumed ? [ORDINARY] : []],
    ["stays literal", [namesOf(build, "literal", own)]],
  ];
  const filled = rows.filter(([, lines]) => lines.some((line) => line !== ""));
  return [
    `    ${screen.bold("the build")}`,
    ...filled.flatMap(([title, lines]) => block(title, lines, screen)),
  ];
}

function block(title: string, texts: readonly string[], screen: Screen): string[] {
  const indent = " ".repeat(6 + 15);
  const lines = texts.flatMap((text) =>
    wrap(printable(text), Math.max(20, screen.columns - displayWidth(indent))),
  );
  return behind(`      ${screen.dim(title.padEnd(15))}`, indent, lines);
}

function formatVariable({ key, value, origin, overrides, assumed }: BuildVariable): string {
  const over = overrides.map((other) => `${other.value ?? "unknown"} of the ${other.origin}`);
  const notes = [origin, ...(over.length > 0 ? [`overrides ${over.join(", ")}`] : []), ...assumed];
  return `${key}=${value ?? UNKNOWN} (${notes.join("; ")})`;
}

const UNKNOWN = "(unknown)";

function formatContext({ value, origin, used, assumed }: ContextSetting): string {
  const notes = [origin, ...(used ? [] : ["it is unknown whether it is used"]), ...assumed];
  return `${value} (${notes.join("; ")})`;
}

function formatRuntime({ runtimeEnvironment: runtime }: EffectiveBuild): string[] {
  if (!runtime) return [];
  const formatFields = (fields: RuntimeFields) =>
    Object.entries(fields)
      .map(([key, value]) => `${key}: ${value ?? UNKNOWN}`)
      .join(", ");
  const { value, merged, origin, assumed } = runtime;
  const others = assumed.filter((id) => id !== "runtime-merge");
  const own = `${formatFields(value)} (${[origin, ...others].join("; ")})`;
  if (!merged) return [own];
  return [
    own,
    `or, merged with the pipeline's: ${formatFields(merged)} (open question: ${assumed.join(", ")})`,
  ];
}

function formatDefinition(definition: Definition): string {
  if (definition.location === "inline") return "the steps in the spec";
  if (definition.location === "url") return definition.url ?? "a missing URL";
  const { repo, path, revision, revisionFrom } = definition;
  const where = `${path ?? "?"} in ${repo ?? "?"}`;
  if (revisionFrom === "specTemplate") return `${where} at ${revision}`;
  const branch = revision === null ? "the trigger's branch" : `${quoted(revision)}, the trigger's branch`;
  return `${where} at ${branch}, because specTemplate has no revision`;
}

function formatSimulated({ trigger, branch }: NonNullable<EffectiveBuild["simulatedTrigger"]>): string {
  const where = branch === null ? "" : ` on ${quoted(branch)}`;
  if (trigger !== null) return `the Git trigger ${quoted(trigger)}${where}`;
  return `a Git trigger${where} that is not in the spec; its variables, such as CF_BRANCH, and its settings are unknown`;
}

function formatSystem({ systemVariables }: EffectiveBuild): string {
  return systemVariables
    .filter(({ state }) => state === "known")
    .map(({ name, value }) => `${name}=${quoted(value ?? "")}`)
    .join(", ");
}

/** Families of variables that an event sets together. */
const families = ["CF_PULL_REQUEST_", "CF_RELEASE_", "EVENT_"];

/** The note about the variables of a commit message that was not given. */
const ORDINARY = `${joinList([...MESSAGE_VARIABLES])}: ${ordinaryCaseOf("ordinary-message")}`;

/** The names of the variables in a state, without some; a complete family as one pattern. */
function namesOf(
  { systemVariables }: EffectiveBuild,
  state: "set" | "literal",
  without: Iterable<string> = [],
): string {
  const names = new Set<string>();
  const left = new Set(without);
  for (const each of systemVariables) {
    if (left.has(each.name)) continue;
    const family = families.find((prefix) => each.name.startsWith(prefix));
    const whole =
      family !== undefined &&
      systemVariables.every(
        ({ name, state: own }) => !name.startsWith(family) || (own === state && !left.has(name)),
      );
    if (each.state === state) names.add(whole ? `${family}*` : each.name);
  }
  return [...names].join(", ");
}
