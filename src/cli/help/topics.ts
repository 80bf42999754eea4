import { joinList, sentence } from "../../util/text.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import type { HelpText } from "./layout.ts";

/** A topic of "dryfire help" that is not a command. */
interface Topic {
  readonly about: string;
  load(): HelpText | Promise<HelpText>;
}

/** The topics by name. Their texts come from the tables that the program itself uses. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  "exit-codes": { about: "the exit codes and their meaning", load: exitCodes },
  config: { about: "the config file and its keys", load: config },
  events: { about: "the names of events for triggers and --event", load: events },
  questions: { about: "undocumented behaviour of Codefresh, and how to answer it", load: questions },
  environment: { about: "the environment variables that dryfire reads", load: environment },
};

function exitCodes(): HelpText {
  return [
    { text: "The exit code of every command, the same in every format:" },
    { terms: EXIT_CODES.map(([code, meaning]) => [String(code), plain(meaning)]) },
  ];
}

async function config(): Promise<HelpText> {
  const [{ configSchema }, { CONFIG_NAMES }] = await Promise.all([
    import("../../lint/config/config-schema.ts"),
    import("../config/find-config.ts"),
  ]);
  const keys = Object.entries(configSchema().properties ?? {});
  const [manifest, ...others] = [...CONFIG_NAMES].reverse();
  return [
    {
      text: `dryfire uses the nearest config in a file's folder or its parents, up to the root of the repository: ${others.reverse().join(", ")}, or the key "dryfire" of ${manifest}. Options of the command line override it.`,
    },
    { heading: "Keys" },
    {
      terms: keys.map(([key, schema]) => [key, typeof schema === "object" ? String(schema.description) : ""]),
    },
    {
      text: "dryfire init writes a config to start from, dryfire schema config prints its JSON Schema, and this prints the settings that apply to a file:",
    },
    { commands: [["dryfire lint --print-config FILE"]] },
  ];
}

async function events(): Promise<HelpText> {
  const [{ eventTable }, { providersSending }, { providerTitle, providers }] = await Promise.all([
    import("../../catalogue/events/event-table.ts"),
    import("../../catalogue/events/events.ts"),
    import("../../catalogue/providers.ts"),
  ]);
  const families = [...new Set(eventTable.map(({ family }) => family))];
  return [
    {
      text: "The names that the events of a trigger can list, with the providers whose webhooks they cover. This explains one with its webhooks and filters:",
    },
    { commands: [["dryfire explain push.heads"]] },
    ...families.flatMap((family) => [
      { heading: FAMILIES[family] },
      {
        terms: eventTable
          .filter((row) => row.family === family)
          .map(({ name, description, canonical }) => {
            const usual = canonical === undefined ? "" : `; usually written ${canonical}`;
            const senders = providersSending(name).map(providerTitle);
            const all = senders.length === providers.length ? ["all providers"] : senders;
            const about = senders.length === 0 ? description : description.replace(PROVIDER, "");
            return [name, `${about}${usual}${all.length > 0 ? ` (${joinList(all)})` : ""}`] as const;
          }),
      },
    ]),
  ];
}

/** A provider in brackets at the end of a description. */
const PROVIDER = / \((?:GitHub|GitLab|Bitbucket|Azure|Gerrit)[\w, ]*\)$/;

/** The headings of the groups in which the documentation of Codefresh lists events. */
const FAMILIES = {
  push: "Pushes",
  "pull-request": "Pull requests",
  release: "Releases",
  bitbucket: "Bitbucket",
  gerrit: "Gerrit",
} as const;

async function questions(): Promise<HelpText> {
  const { openQuestions } = await import("../../catalogue/open-questions.ts");
  return [
    {
      text: "No public source answers these questions about Codefresh. A result that depends on one names it. Answer it with --assume, or with assume in the config:",
    },
    { commands: [["dryfire simulate --push main --assume glob-engine=minimatch"]] },
    { text: "The first answer is the one that is assumed." },
    {
      terms: openQuestions.map(({ id, question, default: assumed, values }) => [
        id,
        `${sentence(plain(question))} Answers: ${[...new Set([assumed, ...values])].join(", ")}.`,
      ]),
    },
  ];
}

function environment(): HelpText {
  return [
    {
      terms: [
        ["NO_COLOR, FORCE_COLOR", "turn colours off or on; by default they depend on the terminal"],
        ["FORCE_HYPERLINK", "0 turns the links of rule ids off, 1 turns them on"],
        ["DRYFIRE_DEBUG", "if set, an internal error is printed with its stack"],
        ["DRYFIRE_NO_CODE_CACHE", "if set, compiled code is not kept between runs"],
        ["XDG_CACHE_HOME", "the user's cache folder, for compiled code and lint --cache"],
        [
          "GITHUB_WORKSPACE, CI_PROJECT_DIR",
          "the root of the checkout in GitHub Actions and GitLab CI, for paths in their reports",
        ],
      ],
    },
  ];
}

/** Without the signs of Markdown, which the tables contain for the documents. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}
