import { resolve } from "node:path";
import { type Severity, severityOf } from "../../lint/diagnostic.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { printableJson } from "../../util/json.ts";
import { type ExitCode, type Io, UsageError } from "../command.ts";
import { isFolder, pathFrom } from "../files/paths.ts";
import type { FormatRequest } from "../output/formats.ts";
import type { AppliedConfig, Configs } from "./config-for-file.ts";

/** The options that override a config's settings. */
interface CommandLineSettings {
  readonly failOn: Severity | undefined;
  readonly formats: readonly string[];
}

/** Prints the settings of a file as JSON: their config, the rules, the other settings. */
export async function printConfig(
  file: string,
  configs: Configs,
  { failOn, formats }: CommandLineSettings,
  io: Io,
): Promise<ExitCode> {
  const absolute = resolve(io.cwd, file);
  if (isFolder(absolute))
    throw new UsageError(`"${file}" is a folder; name a file in it, which need not exist`);
  const applied = await configs.applied(absolute);
  if (!applied) return 2;
  const ignored = (await configs.ignoring(absolute)) !== undefined;
  const { failOn: own, formats: ownFormats, ...rest } = described(applied, absolute, ignored);
  const settings = { ...rest, failOn: failOn ?? own, formats: formats.length > 0 ? formats : ownFormats };
  io.out(`${printableJson(await redactDetected(settings), 2)}\n`);
  return 0;
}

function described({ loaded, effective, folder }: AppliedConfig, absolute: string, ignored: boolean) {
  const inside = pathFrom(folder, absolute);
  const { rules, settings, preset } = effective.for(inside);
  return {
    config: loaded?.path ?? null,
    preset,
    ignored,
    rules: describedRules(rules),
    integrations: settings.integrations,
    assume: settings.assume,
    repoRoot: loaded?.stack.repoRoot ?? null,
    failOn: loaded?.stack.failOn ?? "error",
    formats: (loaded?.stack.formats ?? [{ format: "pretty" }]).map(written),
    localRules: (loaded?.stack.layers ?? []).flatMap(({ localRules }) =>
      localRules.map(({ value }) => value),
    ),
  };
}

function written({ format, file }: FormatRequest): string {
  return file === undefined ? format : `${format}=${file}`;
}

/** The rules that run. A rule whose severity depends on the case is listed with the highest one. */
function describedRules(rules: RuleSet): object {
  return Object.fromEntries(
    rules.active.map((active) => [
      active.rule.id,
      {
        severity: severityOf(active),
        ...(Object.keys(active.options).length > 0 && { options: active.options }),
      },
    ]),
  );
}
