import { LocatedMapping } from "../../src/document/located.ts";
import { add, change, given, type Operation, remove, where } from "./operations.ts";
import type { Site } from "./subject.ts";
import { has, isLines } from "./surroundings.ts";
import { type Violation, violation } from "./violation.ts";

const GIT = "/spec/triggers/*";
const CRON = "/spec/cronTriggers/*";
const GLOB = `${GIT}/modifiedFilesGlob`;
const EXPRESSION = `${CRON}/expression`;

const warning = { severity: "warning" } as const;
const info = { severity: "info" } as const;

/** Takes the other half of the pair away; the finding is at the key that is left. */
const withoutBranch: Operation = given(({ parent }: Site) => {
  const branch = parent instanceof LocatedMapping ? parent.entry("branch") : undefined;
  return branch && ((site) => left(site, branch.key.value));
});

function left(site: Site, key: string): ReturnType<Operation> {
  const { text, parent } = site as Site & { parent: LocatedMapping };
  const broken = remove({ ...site, key, value: parent.get(key) });
  if (!broken) return undefined;
  const own = parent.entry(String(site.key))!.key.node.span;
  const removedBefore = parent.entry(key)!.key.node.span.start < own.start;
  const by = removedBefore ? broken.text.length - text.length : 0;
  return { text: broken.text, span: { start: own.start + by, end: own.end + by } };
}

/** Whether a Git trigger of the file has no id, so that an unknown one is not certainly wrong. */
function lacksIds({ text }: Site): boolean {
  return (text.match(/\btype: git$/gm) ?? []).length > (text.match(/^ +(?:- )?id: /gm) ?? []).length;
}

const cron: Violation[] = [
  violation("invalid-cron", "a minute too far", EXPRESSION, change("'61 * * * *'", "61")),
  violation("invalid-cron", "Sunday as 7", EXPRESSION, change("'0 0 * * 7'", "7")),
  violation("invalid-cron", "a backward range", EXPRESSION, change("'10-5 * * * *'", "10-5")),
  violation("cron-api-pattern", "the scheduler's word", EXPRESSION, change("'@daily'", "@daily"), warning),
  violation(
    "cron-api-pattern",
    "a range with a step",
    EXPRESSION,
    change("'3-59/15 * * * *'", "/15"),
    warning,
  ),
  violation("cron-six-fields", "six fields", EXPRESSION, change("'0 0/1 * 1/1 * *'"), warning),
  violation("cron-never-fires", "an impossible date", EXPRESSION, change("'0 0 31 2 *'", "31 2")),
  violation("cron-message", "an exclamation mark", `${CRON}/message`, change("'done!'", "!")),
  violation("cron-message", "one character", `${CRON}/message`, change("a")),
  violation("cron-message", "a letter with a mark", `${CRON}/message`, change("naïve build", "ï")),
  violation("cron-message", "too long", `${CRON}/message`, change("x".repeat(129))),
  violation(
    "unknown-git-trigger",
    "an unknown id",
    `${CRON}/gitTriggerId`,
    where(lacksIds, change("0123456789abcdef01234567")),
    warning,
  ),
  violation("cron-git-trigger", "no branch", `${CRON}/gitTriggerId`, where(has("branch"), withoutBranch)),
  violation(
    "generated-field",
    "an event",
    CRON,
    add("event", "'cron:codefresh:0 3 * * *:nightly:0123456789ab'"),
    info,
  ),
];

/** A glob in place of another, where YAML takes the signs of a glob as they are. */
const glob = (written: string, mark?: string): Operation => where(isLines, change(written, mark));

const globs: Violation[] = [
  violation("glob-leading-slash", "a slash in front", GLOB, glob("/web/**", "/"), warning),
  violation("glob-leading-slash", "after an exclamation mark", GLOB, glob("'!/web/**'", "/"), warning),
  violation("unquoted-pattern", "a tag", GLOB, glob("!docs/**")),
  violation("unquoted-pattern", "an alias", GLOB, glob("**/package.json")),
  violation("unquoted-pattern", "a mapping", GLOB, glob("{web/**,api/**}")),
];

/** Patterns that the reader, scheduler or matcher of the platform reads in an unexpected way. */
export const PATTERN_VIOLATIONS: readonly Violation[] = [...cron, ...globs];
