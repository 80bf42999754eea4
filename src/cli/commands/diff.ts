import { diff, loadInclusion } from "../../diff/diff.ts";
import type { BehaviourChange, Diff } from "../../diff/difference.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { redactorFor } from "../../secrets/redact.ts";
import { formatRejection, isRejected } from "../../simulate/rejection.ts";
import { plural } from "../../util/text.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { configOptions, projectSettings } from "../config/config-project-settings.ts";
import { namesOfCheckout } from "../diff/known-names.ts";
import { readRangeSides, readSides, type SpecSides } from "../diff/sides.ts";
import { parseInstant } from "../event/parse-values.ts";
import { pathFromCheckout } from "../output/ci-paths.ts";
import { type FormatOf, formatOf, formatOption } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { assumeFromFlags, assumeOptions, nonSpecsOption } from "../simulate/pipeline-options.ts";
import { nodeHost } from "../simulate/regex-deadline.ts";

/** `dryfire diff`: compares the behaviour of two versions of specs. */
export const command: Command = {
  name: "diff",
  summary:
    "Shows what a change of specs does: the events and runs that each trigger gains and loses, with an example, and the builds that differ.",
  usage: "OLD NEW | --git BASE...HEAD [PATH...] [OPTIONS]",
  positionals:
    "OLD and NEW are each a file, a folder, a glob, or REVISION:PATH for a path in a commit. With --git, PATH limits the specs to files or folders.",
  options: {
    git: {
      value: "RANGE",
      description:
        "compare the specs at two commits: BASE...HEAD from the merge base, BASE..HEAD, or BASE for BASE...HEAD",
    },
    "fail-on": {
      value: "CHANGE",
      choices: ["gained", "lost", "any", "none"],
      description:
        "give exit code 1 for gained events or runs, lost ones, or any change; then also for a new spec that Codefresh would reject, or too many changes to compare all; by default none",
    },
    format: formatOption("diff", "the format of the result; markdown is for a comment on a pull request"),
    from: {
      value: "TIME",
      description: "the start of the year in which runs of cron triggers are compared; by default now",
    },
    ...assumeOptions,
    ...nonSpecsOption,
    ...configOptions,
  },
  examples: [
    ["dryfire diff old.yml new.yml", "two versions of a spec"],
    ["dryfire diff HEAD:pipelines pipelines", "the changes that are not committed yet"],
    ["dryfire diff --git origin/main...HEAD --format markdown", "the comment of a pull request"],
    ["dryfire diff --git main --fail-on lost", "a gate against triggers that no longer fire"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const assume = assumeFromFlags(args.strings("assume"));
  const sides = await sidesOf(args, io);
  // All pipelines of an unread input would seem to be added or removed.
  if (sides.unread > 0) return 2;
  const files = [...new Set([...sides.old.files, ...sides.new.files])];
  const secrets = await findSecrets([...files, ...definitionsOf(sides)]);
  const projectOf = await projectSettings(
    files.flatMap(({ pipelines }) => pipelines),
    args,
    io,
  );
  const made = diff(sides.old.files, sides.new.files, {
    assume,
    assumeAccepted: args.flag("assume-accepted"),
    projectOf,
    host: nodeHost(),
    secrets,
    includes: await loadInclusion(),
    known: namesOfCheckout(io.cwd, files),
    from: new Date(parseInstant(args.string("from") ?? "now")),
    ...(sides.definitions && { definitions: sides.definitions }),
    labels: { old: sides.old.label, new: sides.new.label },
  });
  const result = (await redactorFor(secrets, made)).data(made);
  const fails = failsOn(args.string("fail-on"));
  if (files.length > 0) io.out(await render(result, formatOf("diff", args), fails, io));
  if (sides.problems > 0) return 2;
  const rejected = result.refused.filter((spec) => spec.side === "new" && isRejected(spec));
  if (args.string("fail-on") === undefined || args.string("fail-on") === "none") return 0;
  for (const spec of rejected) writeStderr(io, `not compared: ${formatRejection(spec)}`);
  const left = result.summary.notCompared;
  if (left > 0) writeStderr(io, `${plural(left, "trigger")} not wholly compared, since so many changed`);
  return rejected.length > 0 || left > 0 || result.changes.some(fails) ? 1 : 0;
}

/** The files with the steps of the pipelines on both sides. */
function definitionsOf({ definitions, ...sides }: SpecSides): SpecFile[] {
  return (["old", "new"] as const).flatMap((side) =>
    sides[side].files.flatMap(({ pipelines }) =>
      pipelines.flatMap((each) => definitions?.[side](each) ?? []),
    ),
  );
}

const SPEC_OF_STEPS =
  'name the spec whose specTemplate has this file, such as "dryfire diff HEAD:spec.yml spec.yml"';

async function sidesOf(args: Arguments, io: Io): Promise<SpecSides> {
  const options = {
    skipNonSpecs: args.flag("skip-non-specs"),
    complete: true,
    insteadOfDefinition: SPEC_OF_STEPS,
  };
  const range = args.string("git");
  if (range !== undefined) return await readRangeSides(range, args.positionals, io, options);
  const [before, after, ...more] = args.positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError(
      `"dryfire diff" needs two paths, but ${args.positionals.length || "none"} ${args.positionals.length === 1 ? "is" : "are"} given; write OLD NEW, or --git BASE...HEAD`,
    );
  if (before === "-" && after === "-")
    throw new UsageError("standard input can be only one of the two sides; name a file for the other one");
  return await readSides([before, after], io, options);
}

/** Whether a change makes the run fail. */
function failsOn(wanted = "none"): (change: BehaviourChange) => boolean {
  if (wanted === "any") return ({ kind }) => kind !== "unknown";
  if (wanted === "none") return () => false;
  const [own, other] = wanted === "gained" ? (["gained", "added"] as const) : (["lost", "removed"] as const);
  return ({ kind, witness }) => kind === own || (kind === other && witness !== null);
}

async function render(
  result: Diff,
  format: FormatOf<"diff">,
  fails: (change: BehaviourChange) => boolean,
  io: Io,
): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../report/diff/diff-json.ts")).diffJson(result);
    case "markdown":
      return withoutCommands(
        (await import("../../report/diff/diff-markdown.ts")).diffMarkdown(fromCheckout(result, io)),
      );
    case "github":
      return (await import("../../report/diff/diff-github.ts")).diffGithub(fromCheckout(result, io), fails);
    case "pretty":
      return withoutCommands(
        (await import("../../report/diff/diff-pretty.ts")).diffPretty(result, io.terminal),
      );
  }
}

/** The result with paths from the root of the checkout, as services expect them. */
function fromCheckout(result: Diff, io: Io): Diff {
  const moved = pathFromCheckout(io);
  if (!moved) return result;
  const move = <T extends { readonly path: string }>(part: T): T => ({ ...part, path: moved(part.path) });
  return { ...result, changes: result.changes.map(move), refused: result.refused.map(move) };
}
