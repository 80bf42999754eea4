import { memoize } from "../../util/memoize.ts";
import { type Certainty, type Sourced, sources } from "../citations.ts";
import type { ProviderId } from "../providers.ts";
import { type OpenName, type WebhookRow, webhooks } from "./webhooks.ts";

/**
 * The relation between an event described by one name and a trigger that lists another: `covered`
 * (every webhook of that description satisfies it), `refined` (only some do: the description is too
 * general), `open` (an open question of the appendix decides; `ifYes` is the relation if its answer
 * is yes, `none` if it is no) or `none`.
 */
export interface Coverage extends Sourced {
  readonly answer: "covered" | "refined" | "open" | "none";
  readonly question?: OpenName["question"];
  readonly ifYes?: "covered" | "refined";
}

/** The webhooks that satisfy a name, always or depending on an open question. */
const rowsBy: Record<"settled" | "unsettled", (name: string) => readonly WebhookRow[]> = {
  settled: memoize((name) => webhooks.filter((row) => row.satisfies.includes(name))),
  unsettled: memoize((name) => webhooks.filter((row) => row.open.some((open) => open.name === name))),
};

const rowsOf = (kind: "settled" | "unsettled", name: string): readonly WebhookRow[] => rowsBy[kind](name);

/** The providers that send a webhook described by the name (semantics a). */
export const providersSending: (name: string) => readonly ProviderId[] = memoize((name) => {
  const rows = [...rowsOf("settled", name), ...rowsOf("unsettled", name)];
  return [...new Set(rows.map((row) => row.provider))];
});

/** The webhooks of the provider, else of all providers that have both names. */
function described(
  kind: "settled" | "unsettled",
  given: string,
  listed: string,
  provider?: ProviderId,
): WebhookRow[] {
  const rows = rowsOf(kind, given);
  const own = rows.filter((row) => row.provider === provider);
  if (own.length > 0) return own;
  const knowing = providersSending(listed);
  return rows.filter((row) => knowing.includes(row.provider));
}

const surest: readonly Certainty[] = ["documented", "schema", "tried", "inferred", "unknown"];

const leastSure = (rows: readonly WebhookRow[]): Sourced =>
  rows.reduce((a, b) => (surest.indexOf(b.certainty) > surest.indexOf(a.certainty) ? b : a));

const none: Coverage = { answer: "none", certainty: "schema", source: sources.schema };

function openCoverage(row: WebhookRow, name: string, ifYes: "covered" | "refined"): Coverage {
  const { question } = row.open.find((open) => open.name === name)!;
  return { answer: "open", certainty: "unknown", source: row.source, question, ifYes };
}

/**
 * Returns the relation of an event described by the name `given` to a trigger that lists the name
 * `listed` (semantics a, "prefix coverage"). Without a provider, every provider that has both names
 * is considered.
 */
export function coverage(given: string, listed: string, provider?: ProviderId): Coverage {
  if (given === listed) return { answer: "covered", certainty: "schema", source: sources.schema };
  const candidates = described("settled", given, listed, provider);
  const covering = candidates.filter((row) => row.satisfies.includes(listed));
  if (covering.length > 0) {
    const { certainty, source } = leastSure(covering);
    return { answer: covering.length === candidates.length ? "covered" : "refined", certainty, source };
  }
  const open = candidates.find((row) => row.open.some(({ name }) => name === listed));
  if (open) return openCoverage(open, listed, "covered");
  const perhaps = described("unsettled", given, listed, provider).find((row) =>
    row.satisfies.includes(listed),
  );
  return perhaps ? openCoverage(perhaps, given, "refined") : none;
}
