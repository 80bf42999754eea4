import { RULES } from "../rules/index.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";
import { finish } from "../src/lint/finish.ts";
import { activeRules, type Preset } from "../src/lint/rule-set.ts";
import { lintFile } from "../src/lint/run.ts";
import { readSpecFile } from "../src/pipeline/read-spec-file.ts";

const presets = new Map<Preset, ReturnType<typeof activeRules>>();

/** Returns the findings of a preset for one text, with rules across files and hidden findings. */
export async function lintText(
  path: string,
  text: string,
  preset: Preset = "recommended",
  assume: Readonly<Record<string, string>> = {},
): Promise<readonly Diagnostic[]> {
  const rules = presets.get(preset) ?? activeRules(RULES, preset);
  presets.set(preset, rules);
  const result = await lintFile(await readSpecFile(path, text), rules, { integrations: {}, assume });
  return finish([{ ...result, rules, ignores: [] }])[0]!.diagnostics;
}
