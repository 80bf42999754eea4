import { resolve } from "node:path";
import { textAt } from "../../simulate/payloads/json.ts";
import type { RecordedBuild } from "../../simulate/replay/compare-builds.ts";
import { isMapping, parseJson } from "../../util/json.ts";
import { type Io, UsageError } from "../command.ts";
import { readNamed } from "../files/read-text.ts";

/**
 * Reads the output of `codefresh get builds -o json`, a list or a single build, with the fields of
 * the Codefresh CLI (codefresh-io/cli, `lib/logic/entities/Workflow.js`). Builds without a webhook
 * or a commit were not started by an event and are left out. Throws `UsageError` for another file.
 */
export async function readBuilds(path: string, io: Io): Promise<readonly RecordedBuild[]> {
  const text = path === "-" ? await io.readStdin() : readNamed(resolve(io.cwd, path), path, "event");
  const value = parseJson(text.replace(/^\ufeff/, ""))?.value;
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((build) => textAt(build, "pipeline-name") !== undefined))
    throw new UsageError(
      `"${path}" is not a list of builds; write it with "codefresh get builds --limit 100 -o json > ${path === "-" ? "builds.json" : path}"`,
    );
  return list.flatMap((build) => buildOf(build) ?? []);
}

function buildOf(build: unknown): RecordedBuild | undefined {
  const [pipeline, commit] = [textAt(build, "pipeline-name"), textAt(build, "commit-Id")];
  const isByWebhook = isMapping(build) && build.webhook === true;
  if (!isByWebhook || pipeline === undefined || commit === undefined) return undefined;
  const created = Date.parse(textAt(build, "created") ?? "");
  return {
    pipeline,
    commit,
    trigger: textAt(build, "trigger"),
    created: Number.isNaN(created) ? undefined : created,
  };
}
