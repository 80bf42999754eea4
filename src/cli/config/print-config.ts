import { resolve } from "node:path";
import type { RuleSet } from "../../lint/rule-set.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { printableJson } from "../../util/json.ts";
import type { ExitCode, Io } from "../command.ts";
import { pathFrom } from "../input/paths.ts";
import type { AppliedConfig, Configs } from "./config-for-file.ts";

/** Prints the settings of a file as JSON: their config, the rules, the other settings. */
export async function printConfig(file: string, configs: Configs, io: Io): Promise<ExitCode> {
  const absolute = resolve(io.cwd, file);
  const applied = await configs.applied(absolute);
  if (!applied) return 2;
  io.out(`${printableJson(await redactDetected(described(applied, absolute)), 2)}\n`);
  return 0;
}

function described({ loaded, effective, folder }: AppliedConfig, absolute: string): object {
  const inside = pathFrom(folder, absolute);
  const { rules, settings } = effective.for(inside);
  return {
    config: loaded?.path ?? null,
    preset: effective.preset,
    ignored: effective.ignores(inside),
    rules: describedRules(rules),
    integrations: settings.integrations,
    assume: settings.assume,
    repositoryRoot: loaded?.stack.repositoryRoot ?? null,
    localRules: (loaded?.stack.layers ?? []).flatMap(({ localRules }) =>
      localRules.map(({ value }) => value),
    ),
  };
}

/** The rules that run. A rule whose severity depends on the case is listed with the highest one. */
function describedRules(rules: RuleSet): object {
  return Object.fromEntries(
    rules.active.map(({ rule, severity, options }) => [
      rule.id,
      { severity: severity ?? rule.severity, ...(Object.keys(options).length > 0 && { options }) },
    ]),
  );
}
