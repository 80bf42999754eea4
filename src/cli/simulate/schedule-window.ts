import type { ScheduleWindow } from "../../simulate/schedule/schedule-runs.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, UsageError } from "../command.ts";
import { parseInstant } from "../event/parse-values.ts";

/** The number of runs if neither a number nor an end is given. */
const DEFAULT_COUNT = 10;

/** Parses `--from`, `--to`, `--count` and `--tz`. Throws `UsageError`. */
export function readWindow(args: Arguments): ScheduleWindow {
  const from = new Date(parseInstant(args.string("from") ?? "now"));
  const end = args.string("to");
  const to = end === undefined ? undefined : new Date(parseInstant(end));
  if (to && to <= from) {
    const start = from.toISOString().replace(".000Z", "Z");
    throw new UsageError(
      `"--to ${end}" is not after the start, ${start}; give a later --to or an earlier --from`,
    );
  }
  const count = args.number("count") ?? (to ? undefined : DEFAULT_COUNT);
  if (count !== undefined && (count < 1 || !Number.isInteger(count))) {
    throw new UsageError(`"--count ${count}" is too small; give 1 or more`);
  }
  const zone = args.string("tz");
  return {
    from,
    ...(to && { to }),
    ...(count !== undefined && { count }),
    ...(zone !== undefined && { zone: readZone(zone) }),
  };
}

/** A time zone by its name, in any case, or `local`. A newer name of a zone is kept as written. */
function readZone(name: string): string {
  const found = resolveZone(name === "local" ? undefined : name);
  if (found === undefined) throw new UsageError(`unknown time zone "${name}"; ${zoneHint(name)}`);
  return name === "local" || found.toLowerCase() === name.toLowerCase() ? found : name;
}

function resolveZone(timeZone: string | undefined): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function zoneHint(name: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const city = name.toLowerCase().replaceAll(" ", "_");
  const known = zones.find((zone) => zone.toLowerCase().split("/").at(-1) === city);
  const byCity = known ?? newerName(city, zones);
  const near = byCity ?? closestMatch(name, zones);
  return near ? `did you mean "${near}"?` : 'use a name of the time zone database, such as "Europe/Berlin"';
}

/** The zone of a city whose name is newer than that in the list of zones, such as Asia/Kolkata. */
function newerName(city: string, zones: readonly string[]): string | undefined {
  const title = city.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
  const regions = [...new Set(zones.filter((zone) => zone.includes("/")).map((zone) => zone.split("/")[0]!))];
  return regions.map((region) => `${region}/${title}`).find((zone) => resolveZone(zone) !== undefined);
}
