import { dirname, resolve } from "node:path";
import type { Pipeline } from "../../pipeline/model.ts";
import type { ProjectSettings } from "../../simulate/settings.ts";
import { type Arguments, grouped, type Io, type Option, UsageError } from "../command.ts";
import { ConfigFinder } from "./find-config.ts";

/** The options of commands that take answers and integrations from a config. */
export const configOptions: Readonly<Record<string, Option>> = grouped("Config", {
  config: {
    value: "FILE",
    description: "use this config for all files, in place of the nearest one of each",
  },
  "no-config": { description: "ignore all configs" },
});

/** The config that a command line names. Throws `UsageError` if it also has `--no-config`. */
export function explicitConfig(args: Arguments): string | undefined {
  const explicit = args.string("config");
  if (args.flag("no-config") && explicit !== undefined)
    throw new UsageError('"--config" and "--no-config" cannot be combined; remove one of them');
  return explicit;
}

/** The root of a repository; undefined for the checkout, false if it must not be looked for. */
export type Root = string | false | undefined;

/** The settings of a config that simulations use. */
export interface ProjectConfig extends ProjectSettings {
  /** The root of the repository; false if it must not be looked for. */
  readonly repoRoot: Root;
}

/**
 * Returns the settings for triggers in the nearest config of each file: `assume`, `integrations`
 * and `repoRoot`. The config reader is loaded only if there is a config. Throws `UsageError` for an
 * unusable one.
 */
export async function projectSettings(
  pipelines: readonly Pipeline[],
  args: Arguments,
  { cwd }: Pick<Io, "cwd">,
): Promise<(pipeline: Pipeline) => ProjectConfig | undefined> {
  const explicit = explicitConfig(args);
  if (args.flag("no-config")) return () => undefined;
  const finder = new ConfigFinder();
  const configOf = ({ file }: Pipeline): string | undefined =>
    explicit === undefined ? finder.find(dirname(resolve(cwd, file.source.path))) : resolve(cwd, explicit);
  const paths = new Set(pipelines.flatMap((pipeline) => configOf(pipeline) ?? []));
  const read = new Map<string, ProjectConfig>();
  for (const path of paths) read.set(path, await readProject(path, cwd, explicit !== undefined));
  return (pipeline) => read.get(configOf(pipeline) ?? "");
}

async function readProject(path: string, cwd: string, named: boolean): Promise<ProjectConfig> {
  const [{ loadConfig }, { mergeProjectSettings }] = await Promise.all([
    import("./load-config.ts"),
    import("./resolve-config.ts"),
  ]);
  const { stack } = await loadConfig(path, { cwd, named });
  return { ...mergeProjectSettings(stack), repoRoot: stack.repoRoot };
}
