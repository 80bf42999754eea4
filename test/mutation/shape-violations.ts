import { LocatedMapping } from "../../src/document/located.ts";
import { add, append, change, hollow, remove, rename, twice, where, write } from "./operations.ts";
import type { Site } from "./subject.ts";
import { type Violation, violation } from "./violation.ts";

const GIT = "/spec/triggers/*";
const CRON = "/spec/cronTriggers/*";
const VARIABLES = ["/spec/variables/*", `${GIT}/variables/*`, `${CRON}/variables/*`];
const POLICIES = ["/spec/terminationPolicy/*", `${GIT}/terminationPolicy/*`];
const under = (parents: readonly string[], key: string): string[] =>
  parents.map((parent) => `${parent}/${key}`);
const long = (length: number): string => "x".repeat(length);

/** Whether a text is still read as a pipeline spec when another of its top-level keys is wrong. */
function hasVersion({ parent }: Site): boolean {
  return parent instanceof LocatedMapping && parent.has("version");
}

const topLevel: Violation[] = [
  violation("spec-version", "a number", "/version", write("1.0")),
  violation("spec-version", "another version", "/version", write("'2.0'")),
  violation("spec-version", "without the zero", "/version", write('"1"')),
  violation("unknown-value", "another kind", "/kind", where(hasVersion, write("Pipeline"))),
  violation("unknown-key", "an unknown key", "/kind", rename("kindd")),
  violation("missing-key", "no metadata", "/metadata", where(hasVersion, remove)),
  violation("missing-key", "no name", "/metadata/name", remove),
  violation("unknown-key", "a misspelt key", "/metadata/name", rename("nname")),
  violation("unknown-key", "indicators", "/spec", add("indicators", "[]")),
];

const words: Violation[] = [
  violation("unknown-value", "no mode", "/spec/mode", write("serial")),
  violation("unknown-value", "no engine", "/spec/build_version", write("v3")),
  violation("unknown-value", "no threshold", "/spec/lowMemoryWarningThreshold", write("'80'")),
  violation("wrong-type", "a number", "/spec/lowMemoryWarningThreshold", write("90")),
  violation("wrong-type", "any text", "/spec/strict_fail_fast", write("sometimes")),
  violation("wrong-type", "a number", "/spec/fail_fast", write("5")),
  violation("unknown-value", "cron among Git triggers", `${GIT}/type`, change("cron")),
  violation("unknown-value", "a stray comma", `${CRON}/type`, change("'cron;'")),
  violation("unknown-value", "no type", "/spec/externalResources/*/type", change("gti")),
  violation("unknown-value", "no location", "/spec/specTemplate/location", change("github")),
  violation("unknown-value", "no policy", under(POLICIES, "type"), change("tag")),
  violation("unknown-value", "no event of a build", under(POLICIES, "event"), write("onStart")),
  violation("unknown-value", "no way to draw", `${GIT}/branchRegexInput`, write("regexp")),
];

const missing: Violation[] = [
  ...["type", "name", "repo", "events"].map((key) =>
    violation("missing-key", `no ${key}`, `${GIT}/${key}`, remove),
  ),
  ...["type", "name", "message", "expression"].map((key) =>
    violation("missing-key", `no ${key}`, `${CRON}/${key}`, remove),
  ),
  violation("missing-key", "no key", under(VARIABLES, "key"), remove),
  violation("missing-key", "no source", "/spec/externalResources/*/source", remove),
  violation("missing-key", "no destination", "/spec/externalResources/*/destination", remove),
  violation("missing-key", "no phases", "/spec/debug/steps/test", hollow),
  violation("missing-key", "no phase", "/spec/debug/steps/test/phases", hollow),
  violation("missing-key", "no path", "/spec/specTemplate/path", remove),
  violation("missing-key", "no repository", "/spec/specTemplate/repo", remove),
];

const unknown: Violation[] = [
  violation("unknown-key", "a misspelt filter", `${GIT}/branchRegex`, rename("branchRegexp")),
  violation("unknown-key", "a misspelt glob", `${GIT}/modifiedFilesGlob`, rename("modifiedFileGlob")),
  violation("unknown-key", "a misspelt required key", `${GIT}/events`, rename("event")),
  violation("unknown-key", "a description", VARIABLES, add("description", "why")),
  violation("unknown-key", "contexts of a cron trigger", CRON, add("contexts", "[shared]")),
  violation("unknown-key", "a key of another kind", GIT, add("expression", "0 3 * * *")),
  violation("unknown-key", "a key of another kind", "/spec/externalResources/*", add("url", "a")),
  violation("unknown-key", "a key of another kind", POLICIES, add("branch", "main")),
  violation("unknown-key", "a key of another kind", "/spec/specTemplate", add("branch", "main")),
  violation(
    "duplicate-key",
    "a key twice",
    ["/kind", "/metadata/name", "/spec/mode", `${GIT}/name`, `${CRON}/message`, ...under(VARIABLES, "key")],
    twice,
  ),
];

const lengths: Violation[] = [
  violation("out-of-range", "a long description", `${GIT}/description`, write(long(151))),
  violation("out-of-range", "a long title", `${GIT}/commitStatusTitle`, write(long(201))),
  violation("out-of-range", "a long name", `${CRON}/name`, change(long(201))),
  violation("out-of-range", "a long label", `${GIT}/gerritCIStatusLabels`, append(long(501))),
  violation("out-of-range", "a long glob", `${GIT}/modifiedFilesGlob`, write(`web/${long(65_000)}`)),
  violation("trigger-name", "a long name", `${GIT}/name`, change(long(201))),
];

const variables: Violation[] = [
  violation("wrong-type", "a list", under(VARIABLES, "value"), write("[a]")),
  violation("wrong-type", "a mapping", under(VARIABLES, "value"), write("{ a: b }")),
  violation("null-value", "null", under(VARIABLES, "value"), write("null")),
  violation("wrong-type", "a mapping of variables", ["/spec/variables"], write("{ MODE: fast }")),
];

/** Faults that the published schema refuses, apart from the type of a single field. */
export const SHAPE_VIOLATIONS: readonly Violation[] = [
  ...topLevel,
  ...words,
  ...missing,
  ...unknown,
  ...lengths,
  ...variables,
];
