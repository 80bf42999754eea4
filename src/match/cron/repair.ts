import { isCronAcceptedByApi } from "../../catalogue/cron-pattern.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { CronSyntaxError, FIELD_ORDER, FIELD_SPECS, type FieldSpec } from "./fields.ts";
import { tryParseCron } from "./parse.ts";
import { rewriteForApi } from "./rewrite.ts";

/** The maximum number of faults that are fixed one after another. */
const MOST_FAULTS = 8;

/**
 * Returns the expression that the author of a refused one most likely meant, in a spelling that
 * both checks accept: 0 for a Sunday as 7, `22-23,0-5` for `22-5`, `MON` for `Monday`, fields for
 * `@DAILY`. Undefined if the text does not show it.
 */
export function repairCron(expression: string): string | undefined {
  let text: string | undefined = expression;
  for (let fault = 0; fault < MOST_FAULTS && text !== undefined; fault++) {
    const read = tryParseCron(text);
    if (!(read instanceof CronSyntaxError)) {
      if (text === expression) return undefined;
      return isCronAcceptedByApi(text) ? text : rewriteForApi(read);
    }
    text = repairFault(text, read);
  }
  return undefined;
}

function repairFault(text: string, { code, start, end }: CronSyntaxError): string | undefined {
  const part = text.slice(start, end);
  if (code === "unknown-descriptor") return DESCRIPTORS[part.trim().toLowerCase()];
  const spec = fieldAt(text, start);
  if (!spec) return undefined;
  // Five fields would run in every year.
  if (/^\d{4}/.test(part)) return undefined;
  const from = text.lastIndexOf(",", start) + 1 || text.lastIndexOf(" ", start) + 1;
  const itemStart = Math.max(from, text.lastIndexOf(" ", start) + 1);
  const item = /^[^,\s]*/.exec(text.slice(itemStart))![0];
  const instead = repairItem(item, part, code, spec);
  return instead === undefined
    ? undefined
    : text.slice(0, itemStart) + instead + text.slice(itemStart + item.length);
}

function repairItem(
  item: string,
  part: string,
  code: CronSyntaxError["code"],
  spec: FieldSpec,
): string | undefined {
  if (code === "reversed-range") return wrapped(item, spec);
  if (code === "out-of-range" && spec.name === "day of week" && Number(part) === 7) return sunday(item);
  const short = part.slice(0, 3).toLowerCase();
  if (code === "invalid-value" && /^[a-z]{4,}$/i.test(part) && spec.names.includes(short)) {
    return item.replace(part, short.toUpperCase());
  }
  return undefined;
}

/** A Sunday as 7, alone or at the end of a range. */
function sunday(item: string): string | undefined {
  if (item === "7") return "0";
  const low = /^([0-6])-7$/.exec(item)?.[1];
  if (low === undefined) return undefined;
  return low === "0" ? "0-6" : low === "6" ? "0,6" : `0,${low}-6`;
}

/** A range beyond the end of its field, as two ranges. */
function wrapped(item: string, spec: FieldSpec): string | undefined {
  const [low, high, more] = item.split("-");
  if (more !== undefined || low === undefined || high === undefined || !/^\w+$/.test(high)) return undefined;
  const named = spec.names.includes(low.toLowerCase());
  const edge = (value: number) => (named ? spec.names[value - spec.min]!.toUpperCase() : String(value));
  const [first, last] = [edge(spec.min), edge(spec.max)];
  const head = low.toUpperCase() === last ? last : `${low}-${last}`;
  const tail = high.toUpperCase() === first ? first : `${first}-${high}`;
  return `${head},${tail}`;
}

/** The field at an offset, of five or six fields. */
function fieldAt(text: string, offset: number): FieldSpec | undefined {
  if (/^(TZ=|@)/.test(text)) return undefined;
  const count = text.trim().split(/\s+/).length;
  const before = text.slice(0, offset).trim();
  const inside = /\S$/.test(text.slice(0, offset)) ? 1 : 0;
  const index = (before === "" ? 0 : before.split(/\s+/).length) - inside;
  const key = FIELD_ORDER[index + (count === 5 ? 1 : 0)];
  return key && FIELD_SPECS[key];
}
