import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { RULES } from "../../../rules/index.ts";
import { activeRules, type RuleSet } from "../../lint/rule-set.ts";
import { type DefinitionPath, definitionPath, type SpecFile } from "../../pipeline/model.ts";
import { maskContent, type ReadFile } from "../../playground/core/mask.ts";
import type { Linked, PageContent, PageFile, PageRule } from "../../playground/core/protocol.ts";
import { printableJson } from "../../util/json.ts";
import { plural } from "../../util/text.ts";
import { type Io, UsageError } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import type { DefinitionOf } from "../simulate/step-definitions.ts";

/** The page is next to the chunks of the program; the sources use that of the last build. */
const TEMPLATES = ["playground.html.gz", "../../../dist/lib/playground.html.gz"];

/** The content of a page. */
export interface PageInput {
  readonly files: readonly SpecFile[];
  readonly definitionOf: DefinitionOf;
  readonly configs: Configs;
  /** The event and the answers to begin with. */
  readonly start?: Omit<PageContent, "files">;
}

/** A page, and sentences for the user about it. */
export interface Page {
  readonly html: string;
  readonly notes: readonly string[];
}

/**
 * Returns the page with specs, their settings, and the files that have their steps. Secrets are
 * masked. Throws `UsageError` if the program was built without the page.
 */
export async function buildPage({ files, definitionOf, configs, start }: PageInput, io: Io): Promise<Page> {
  const usual = JSON.stringify(settingsOf(activeRules(RULES)));
  const read: ReadFile[] = [];
  for (const file of withDefinitions(files, definitionOf)) {
    const { path, text } = file.source;
    const templateOf = templatesOf(files, file, definitionOf);
    const config = await configs.for(resolve(io.cwd, path));
    const isUsed = config !== undefined && config !== "ignored";
    const rules = isUsed ? settingsOf(config.rules) : {};
    const { assume = {}, integrations = {} } = isUsed ? config.settings : {};
    const hasProject = Object.keys(assume).length + Object.keys(integrations).length > 0;
    const page: PageFile = {
      path,
      text,
      ...(JSON.stringify(rules) !== usual && { rules }),
      ...(hasProject && { project: { assume, integrations } }),
      ...(templateOf.length > 0 && { templateOf }),
    };
    read.push({ page, file });
  }
  const { content, masked, event } = await maskContent(
    { files: read.map(({ page }) => page), ...start },
    read,
  );
  const notes = [
    masked.length > 0 && `${plural(masked.length, "secret")} masked in the page`,
    event && "secrets of the event are masked in the page",
  ].filter((note) => note !== false);
  return { html: pageWith({ content }), notes };
}

/** Returns the page that shows a state. Throws `UsageError` if the program was built without it. */
export function pageWith(state: Linked): string {
  const folder = dirname(import.meta.filename);
  const path = TEMPLATES.map((each) => join(folder, each)).find((each) => existsSync(each));
  if (path === undefined) throw new UsageError('the page is not built; run "npm run build"');
  const template = gunzipSync(readFileSync(path)).toString("utf8");
  return template.replace("{{content}}", () => inScript(state));
}

/** The active rules by id, each with what a user set. */
function settingsOf({ active }: RuleSet): Record<string, PageRule> {
  return Object.fromEntries(
    active.map(({ rule, severity, options }): [string, PageRule] => [
      rule.id,
      { ...(severity && { severity }), ...(Object.keys(options).length > 0 && { options }) },
    ]),
  );
}

/** The files, then those with the steps of their pipelines, each once. */
function withDefinitions(files: readonly SpecFile[], definitionOf: DefinitionOf): readonly SpecFile[] {
  const byPath = new Map<string, SpecFile>();
  const definitions = files.flatMap(({ pipelines }) => pipelines.flatMap((each) => definitionOf(each) ?? []));
  for (const file of [...files, ...definitions])
    if (!byPath.has(file.source.path)) byPath.set(file.source.path, file);
  return [...byPath.values()];
}

/** The names under which `specTemplate` refers to a file. */
function templatesOf(
  files: readonly SpecFile[],
  { source }: SpecFile,
  definitionOf: DefinitionOf,
): DefinitionPath[] {
  return files.flatMap(({ pipelines }) =>
    pipelines.flatMap((pipeline) =>
      definitionOf(pipeline)?.source.path === source.path ? (definitionPath(pipeline) ?? []) : [],
    ),
  );
}

/** JSON that cannot end the script element that it is in. */
function inScript(data: object): string {
  return printableJson(data).replaceAll("<", "\\u003c");
}
