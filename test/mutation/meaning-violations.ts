import { isSequence, isText, LocatedMapping } from "../../src/document/located.ts";
import { add, append, change, given, type Operation, remove, where, write } from "./operations.ts";
import type { Site } from "./subject.ts";
import { all, has, hasEncrypted, isEnabled, isEncrypted, isOpen, lacks, listens } from "./surroundings.ts";
import { type Violation, violation } from "./violation.ts";

const GIT = "/spec/triggers/*";
const CRON = "/spec/cronTriggers/*";
const LISTS = ["/spec/variables", `${GIT}/variables`, `${CRON}/variables`];
const VARIABLES = LISTS.map((list) => `${list}/*`);
const POLICIES = ["/spec/terminationPolicy/*", `${GIT}/terminationPolicy/*`];
const RUNTIMES = ["/spec/runtimeEnvironment", `${GIT}/runtimeEnvironment`, `${CRON}/runtimeEnvironment`];
const RESOURCES = "/spec/externalResources/*";
const under = (parents: readonly string[], key: string): string[] =>
  parents.map((parent) => `${parent}/${key}`);

const warning = { severity: "warning" } as const;
const info = { severity: "info" } as const;
const ANOTHER_ID = "0123456789abcdef01234567";

/** The text at the first item of a list, or at a key of it. */
function firstText({ value }: Site, key?: string): string | undefined {
  const first = value && isSequence(value) ? value.items[0] : undefined;
  const found = key === undefined ? first : first instanceof LocatedMapping ? first.get(key) : undefined;
  return found && isText(found) ? found.value : undefined;
}

const again: Operation = given((site) => {
  const first = firstText(site);
  return first ? append(first) : undefined;
});

const sameKey: Operation = given((site) => {
  const first = firstText(site, "key");
  return first ? append(`{ key: "${first}", value: "" }`, `"${first}"`) : undefined;
});

const pipeline: Violation[] = [
  violation("pipeline-name-format", "no project", "/metadata/name", change("build"), warning),
  violation("pipeline-name-format", "no pipeline", "/metadata/name", change("shop/"), {
    ...warning,
    besides: ["project-mismatch"],
  }),
  violation("project-mismatch", "another project", "/metadata/project", change("store"), warning),
  violation("frozen-pipeline", "zero", "/spec/concurrency", write("0"), warning),
  violation("frozen-pipeline", "zero as text", "/spec/concurrency", write("'0'"), warning),
  violation("concurrency-limit", "no trigger at once", "/spec/triggerConcurrency", write("0"), warning),
  violation("concurrency-limit", "more than there are", "/spec/branchConcurrency", write("'16'"), warning),
  violation("undeclared-stage", "a slip", "/spec/steps/test/stage", change("chekc")),
  violation("unused-stage", "one more", "/spec/stages", append("never_used"), info),
  violation("generated-field", "an id", "/metadata", add("id", ANOTHER_ID), info),
  violation("generated-field", "a date", "/metadata", add("created_at", "2024-05-01T10:00:00Z"), info),
  violation("duplicate-context", "twice", ["/spec/contexts", `${GIT}/contexts`], again, warning),
];

const steps: Violation[] = [
  violation("nothing-to-run", "no steps", "/spec/steps", where(hasNoTemplate, remove), warning),
  violation("nothing-to-run", "empty steps", "/spec/steps", where(hasNoTemplate, change("{}")), warning),
  violation(
    "steps-ignored",
    "steps too",
    "/spec",
    where(has("specTemplate"), add("steps", "{ a: { image: b } }")),
    warning,
  ),
  violation(
    "spec-template-location",
    "no location",
    "/spec/specTemplate/location",
    where(has("location", "git"), remove),
  ),
  violation(
    "spec-template-location",
    "the other location",
    "/spec/specTemplate/location",
    where(has("location", "git"), change("url")),
  ),
  violation(
    "spec-template-location",
    "a URL besides",
    "/spec/specTemplate",
    where(has("location", "git"), add("url", "https://example.com/a.yml")),
  ),
  violation(
    "spec-template-location",
    "a path besides",
    "/spec/specTemplate",
    where(has("url"), add("path", "codefresh.yml")),
  ),
  violation("wrong-type", "no URL", "/spec/specTemplate/url", change("codefresh.yml")),
  violation(
    "spec-template-revision",
    "no revision",
    "/spec/specTemplate/revision",
    where(isElsewhere, remove),
    warning,
  ),
];

/** Whether the spec around the steps has no template to read steps from. */
function hasNoTemplate({ parent }: Site): boolean {
  return parent instanceof LocatedMapping && !parent.has("specTemplate");
}

/** Whether the template is in another repository than the trigger of its fixture. */
function isElsewhere(site: Site): boolean {
  return has("repo", "acme/pipelines")(site);
}

const policies: Violation[] = [
  violation(
    "termination-policy",
    "a key of annotations",
    POLICIES,
    where(has("type", "branch"), add("key", "a")),
  ),
  violation(
    "termination-policy",
    "a value of annotations",
    POLICIES,
    where(has("type", "branch"), add("value", "a")),
  ),
  violation(
    "termination-policy",
    "a key of branches",
    POLICIES,
    where(has("type", "annotation"), add("branchName", "main")),
  ),
  violation(
    "termination-policy",
    "a switch of branches",
    POLICIES,
    where(has("type", "annotation"), add("ignoreBranch", "true")),
  ),
  violation("termination-policy", "no key", under(POLICIES, "key"), where(has("type", "annotation"), remove)),
  violation("termination-policy", "no type", under(POLICIES, "type"), where(has("branchName"), remove)),
  violation("external-resource", "no repository", `${RESOURCES}/repo`, where(has("type", "git"), remove)),
  violation("external-resource", "no revision", `${RESOURCES}/revision`, where(has("type", "git"), remove)),
  violation("external-resource", "a revision", RESOURCES, where(has("type", "url"), add("revision", "main"))),
  violation(
    "repository-not-owner-name",
    "no owner",
    `${RESOURCES}/repo`,
    where(has("type", "git"), change("config")),
    warning,
  ),
  violation("repository-format", "no owner", "/spec/specTemplate/repo", change("config")),
];

const placeholders = { ...warning, besides: ["project-mismatch", "spec-template-revision"] };

const names: Violation[] = [
  violation(
    "placeholder-value",
    "to fill in",
    "/metadata/name",
    change("'shop/<app>'", "<app>"),
    placeholders,
  ),
  violation(
    "placeholder-value",
    "a tag",
    "/metadata/name",
    change("'shop/{{ .App }}'", "{{ .App }}"),
    placeholders,
  ),
  violation(
    "placeholder-value",
    "tokens",
    `${GIT}/repo`,
    change("OWNERTOKEN/REPOTOKEN", "OWNERTOKEN"),
    placeholders,
  ),
  violation(
    "placeholder-value",
    "a tag",
    `${GIT}/repo`,
    change("'acme/{{ .Repo }}'", "{{ .Repo }}"),
    placeholders,
  ),
  violation("placeholder-value", "to change", `${GIT}/context`, write("CHANGE_ME"), warning),
  violation("trigger-name", "white space", `${GIT}/name`, change("push to main")),
  violation("repository-format", "one part", `${GIT}/repo`, change("shop")),
  violation("repository-format", "no name", `${GIT}/repo`, change("acme/")),
  violation(
    "repository-not-owner-name",
    "a URL",
    `${GIT}/repo`,
    change("https://github.com/acme/shop"),
    placeholders,
  ),
  violation(
    "repository-not-owner-name",
    "an address",
    `${GIT}/repo`,
    change("'git@github.com:acme/shop.git'"),
    placeholders,
  ),
  violation("duplicate-trigger-name", "the first one's", "/spec/triggers/1/name", given(firstName), warning),
];

function firstName({ parent, text }: Site): Operation | undefined {
  const keys = parent instanceof LocatedMapping ? parent : undefined;
  const first = /^ +(?:- )?name: ([\w.-]+)$/m.exec(text.slice(text.indexOf("triggers:")))?.[1];
  return keys && first && keys.string("name")?.value !== first ? change(first) : undefined;
}

/** Rules that also report a trigger whose events change. */
const events = [
  "double-build",
  "redundant-event",
  "event-not-offered",
  "overlapping-triggers",
  "glob-without-file-list",
];

/** Whether no shared configuration can define variables. */
function hasNoContexts({ text }: Site): boolean {
  return !/contexts"?:/.test(text);
}

/** Whether the steps of the build can be changed by a fork, unlike those of a template. */
function hasOwnSteps({ text }: Site): boolean {
  return !text.includes("specTemplate:");
}

const triggers: Violation[] = [
  ...["push.head", "pull_request.opened", "release.published", "pullrequest.submitted.approved", "tag"].map(
    (name) => violation("unknown-event", name, `${GIT}/events`, append(name), { besides: events }),
  ),
  violation("no-events", "none", `${GIT}/events`, change("[]"), warning),
  violation("legacy-event-name", "older", `${GIT}/events`, append("pullrequest.review_requested"), {
    ...info,
    besides: ["fork-events-with-secrets", ...events],
  }),
  violation(
    "unrestricted-comments",
    "anybody",
    `${GIT}/events`,
    where(isEnabled, append("pullrequest.commentAddedUnrestricted")),
    { ...warning, besides: events },
  ),
  violation(
    "unrestricted-comments",
    "unchecked",
    `${GIT}/skipCommentAuthorAssociationValidation`,
    where(all(isEnabled, listens("pullrequest.commentAdded")), write("true")),
    { ...warning, besides: ["fork-events-with-secrets"] },
  ),
  violation("trigger-secret", "a secret", `${GIT}/secret`, write("swordfish"), warning),
  violation("unverified-trigger", "not verified", `${GIT}/verified`, write("false"), info),
  violation(
    "unverified-trigger",
    "a status",
    `${GIT}/status`,
    where(lacks("verified"), write("verifying")),
    info,
  ),
  violation(
    "fork-events-with-secrets",
    "forks",
    `${GIT}/pullRequestAllowForkEvents`,
    where(all(hasEncrypted, listens("pullrequest.opened"), hasOwnSteps), write("true")),
    warning,
  ),
];

const filters = ["branchRegex", "commentRegex", "pullRequestTargetBranchRegex"].map((key) => `${GIT}/${key}`);

/** `[what, value as written, where the fault is in it]` */
const badFilters: [what: string, written: string, mark?: readonly [number, number]][] = [
  ["a bare name", "main", [0, 4]],
  ["no closing slash", "/^main$", [6, 1]],
  ["a slash inside", "/^release/.*$/", [9, 1]],
  ["a slash in a class", "/^a[/]b$/", [4, 1]],
  ["another flag", "/^main$/s", [8, 1]],
  ["an open group", "/^(main$/", [2, 1]],
  ["a backward range", "/^[z-a]$/", [3, 3]],
  ["a flag twice", "/^main$/gg", [9, 1]],
];

const regexes: Violation[] = badFilters.map(([what, written, mark]) =>
  violation("invalid-regex-literal", what, filters, change(`'${written}'`, mark && [mark[0] + 1, mark[1]])),
);

const variables: Violation[] = [
  violation("variable-name", "white space", under(VARIABLES, "key"), change("'build mode'"), warning),
  violation("variable-name", "an equals sign", under(VARIABLES, "key"), change("MODE=fast"), warning),
  violation("variable-name-in-shell", "a dash", under(VARIABLES, "key"), change("name-with-dashes"), {
    ...warning,
    preset: "strict",
  }),
  violation("duplicate-variable", "twice", LISTS, sameKey, {
    ...warning,
    besides: ["shadows-system-variable"],
  }),
  violation(
    "shadows-system-variable",
    "CF_BRANCH",
    under(VARIABLES, "key"),
    where(isOpen, change("CF_BRANCH")),
    // The variable that had the other name is that of Codefresh now.
    { ...warning, besides: ["impossible-value-in-condition"] },
  ),
  violation(
    "encrypted-value-in-plain-text",
    "a text",
    under(VARIABLES, "value"),
    where(isEncrypted, change("swordfish")),
    warning,
  ),
  violation(
    "encrypted-empty",
    "nothing",
    under(VARIABLES, "value"),
    where(isEncrypted, change("''")),
    warning,
  ),
  violation("masked-value", "a mask", under(VARIABLES, "value"), where(isOpen, write("'*****'")), warning),
  violation("tags-not-a-list", "alone", "/metadata/labels/tags", write("alone"), warning),
  violation("tags-not-a-list", "- 5", "/metadata/labels/tags", append("5"), warning),
  violation("list-as-text", "a text", LISTS, change("'[]'"), warning),
  violation("unreadable-original-yaml", "no YAML", "/metadata/originalYamlString", write("'a: b: c'")),
  violation("invalid-variables-schema", "no JSON", "/spec/variablesSchema", write("'{'")),
  violation("masked-value", "a mask", under(VARIABLES, "value"), where(isEncrypted, change("'*****'")), info),
  violation(
    "unencrypted-secret",
    "a telling key",
    LISTS,
    append("{ key: MUTATION_PASSWORD, value: swordfish }", "swordfish"),
    warning,
  ),
  violation(
    "unencrypted-secret",
    "a webhook",
    LISTS,
    append(
      "{ key: HOOK, value: 'https://hooks.slack.com/services/T0000000/B0000000/notarealone' }",
      "'https://hooks.slack.com/services/T0000000/B0000000/notarealone'",
    ),
    warning,
  ),
  violation(
    "unknown-system-variable",
    "a slip",
    under(VARIABLES, "value"),
    where(all(isOpen, hasNoContexts), write("'${{CF_BRNCH}}'", "CF_BRNCH")),
    warning,
  ),
  violation(
    "unknown-system-variable",
    "a slip",
    "/spec/steps/test/image",
    where(hasNoContexts, change("'shop:${{CF_REVISON}}'", "CF_REVISON")),
    warning,
  ),
  ...["1.10", "0123", "1e3", "12:30:45", "2024-05-01", "0x1F", "1_000", "1.0"].map((written) =>
    violation("ambiguous-scalar", written, under(VARIABLES, "value"), where(isOpen, write(written)), warning),
  ),
  violation("ambiguous-scalar", "a date", "/metadata/description", write("2024-05-01"), warning),
];

const resources: Violation[] = [
  violation("kubernetes-quantity", "cores", under(RUNTIMES, "cpu"), write("'2 cores'"), warning),
  violation("kubernetes-quantity", "bytes", under(RUNTIMES, "memory"), write("800MB"), warning),
  violation("kubernetes-quantity", "small letters", under(RUNTIMES, "dindStorage"), write("20gi"), warning),
  violation("kubernetes-quantity", "an artefact", under(RUNTIMES, "dindStorage"), write("nullGi"), info),
];

/** Specs that the platform accepts, or refuses later, and documents as wrong or a risk. */
export const MEANING_VIOLATIONS: readonly Violation[] = [
  ...pipeline,
  ...steps,
  ...policies,
  ...names,
  ...triggers,
  ...regexes,
  ...variables,
  ...resources,
];
