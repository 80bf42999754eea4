import { RULES } from "../rules/index.ts";
import { byPlace, type Diagnostic } from "../src/lint/diagnostic.ts";
import { lintProject } from "../src/lint/project.ts";
import { activeRules, type Preset } from "../src/lint/rule-set.ts";
import { lintFile } from "../src/lint/run.ts";
import { readSpecFile } from "../src/pipeline/read-spec-file.ts";

const presets = new Map<Preset, ReturnType<typeof activeRules>>();

/** Every finding of all rules of a preset about one text, rules across files included, in the order of the text. */
export async function lintText(
  path: string,
  text: string,
  preset: Preset = "recommended",
): Promise<Diagnostic[]> {
  const rules = presets.get(preset) ?? activeRules(RULES, preset);
  presets.set(preset, rules);
  const file = await lintFile(await readSpecFile(path, text), rules, { integrations: {}, assume: {} });
  const across = lintProject(rules, file.facts).get(path) ?? [];
  return [...file.diagnostics, ...across].sort(byPlace);
}
