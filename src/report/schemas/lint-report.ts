import { count, flag, list, object, positions, ref, type Schema, text } from "./parts.ts";

const edit = object("A replacement; an empty range inserts.", {
  range: ref("range"),
  text: text("What stands there afterwards."),
});

const fix = object("A change that mends the finding.", {
  title: text("What it does."),
  safe: flag("Whether --fix makes it; the others are made by --fix-suggestions."),
  edits: list("Its edits; none where one of them would show a secret.", edit),
});

const related = object(
  "Another place that belongs to the finding.",
  {
    message: text("What it is."),
    range: ref("range"),
    path: text("The file, where it is another one."),
  },
  ["path"],
);

const diagnostic = object(
  "One finding.",
  {
    rule: text("The id of the rule."),
    severity: text("How much it weighs.", ["error", "warning", "info"]),
    message: text("What is wrong and what to do, in one sentence."),
    range: ref("range"),
    pointer: text("JSON Pointer (RFC 6901) from the root of the YAML document."),
    document: count("The number of the YAML document, from 0, where the file has several."),
    pipeline: text("The name of the pipeline."),
    url: text("Where the rule is described."),
    related: list("Other places that belong to it.", related),
    fix,
  },
  ["document", "pipeline", "fix"],
);

const file = object("One file that was read; one without findings is listed too.", {
  path: text("The path as it was found, from the working folder."),
  diagnostics: list("Its findings, in the order of the text.", diagnostic),
});

const summary = object("The counts of the run.", {
  files: count("Files read."),
  pipelines: count("Pipeline specs in them."),
  errors: count("Findings that are errors."),
  warnings: count("Findings that are warnings."),
  infos: count("Findings that are worth knowing."),
  fixable: count("Findings that --fix mends."),
  suppressed: count("Findings hidden by comments or by the baseline."),
});

const setOfRules = list(
  "The rules that ran.",
  object(
    "A rule.",
    {
      rule: text("Its id."),
      severity: text("The severity that the run gave it, where that is not the rule's own.", [
        "error",
        "warning",
        "info",
      ]),
    },
    ["severity"],
  ),
);

const owner = {
  document: count("The number of the YAML document, from 0, where the file has several."),
  pipeline: text("The name of the pipeline."),
};

const fact = object(
  "Something that a rule across files keeps.",
  {
    rule: text("The id of the rule."),
    path: text("The file."),
    data: text("What it keeps."),
    range: ref("range"),
    pointer: text("JSON Pointer (RFC 6901) from the root of the YAML document."),
    ...owner,
  },
  ["document", "pipeline"],
);

const ignored = object(
  "A rule that an ignore comment names.",
  {
    rule: text("Its id as written."),
    range: ref("range"),
    covers: object("The offsets between which findings are hidden.", {
      start: count("The first."),
      end: count("The last."),
    }),
    unsure: flag("Whether the text is broken."),
    ...owner,
  },
  ["document", "pipeline", "unsure"],
);

const partOfRun = object("A file of the part.", {
  path: text("The path as it was found."),
  set: count("The number of its set of rules, from 0."),
  pipelines: count("Pipeline specs in it."),
  facts: list("What the rules across files keep of it.", fact),
  ignores: list("What its ignore comments name.", ignored),
  diagnostics: list("Its findings, those that comments hide among them.", diagnostic),
});

const shard = object(
  "With --shard only: what dryfire merge-reports needs, which may change with any version.",
  {
    index: count("The number of the part, from 1."),
    count: count("How many parts there are."),
    failed: flag("Whether inputs or configs could not be used."),
    sets: list("The sets of rules that ran.", setOfRules),
    files: list("The files of the part.", partOfRun),
  },
);

/** The schema of `dryfire lint --format json`, version 1. */
export const lintReportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire lint report",
  ...object(
    "What dryfire lint --format json prints.",
    {
      version: {
        const: 1,
        description: "The version of this format; fields may be added to it, never changed.",
      },
      files: list("The files, in the order in which they were read.", file),
      summary,
      shard,
    },
    ["shard"],
  ),
  definitions: positions,
};
