import {
  isScalar,
  isSequence,
  LocatedMapping,
  type LocatedScalar,
  type Value,
} from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import { type ConfigText, ConfigValues, kindOf } from "../../lint/config/config-values.ts";
import type { CaseText } from "../../simulate/cases/cases.ts";

/** Reads the values of a cases file. A plain scalar is taken as it is written, so that the tag `1.10` stays 1.10. */
export class CaseValues extends ConfigValues {
  readonly source: Source;

  constructor(source: Source) {
    super();
    this.source = source;
  }

  override text(value: Value, what: string): ConfigText | undefined {
    const text = isScalar(value) ? this.written(value) : undefined;
    if (text !== undefined && text.trim() !== "") return { value: text, span: value.span };
    this.fault(value, `${what} is ${kindOf(value)}; write a text`);
    return undefined;
  }

  /** A scalar as it is written, quotes undone; undefined for one that is null or not written at all. */
  written({ value, node }: LocatedScalar): string | undefined {
    if (value === null) return undefined;
    if (typeof value === "string") return value;
    return node.kind === "scalar" && node.style === "plain"
      ? this.source.text.slice(node.span.start, node.span.end)
      : String(value);
  }

  /** A text of a key, where the key is there. */
  optional(value: Value | undefined, what: string): CaseText | undefined {
    return value && this.text(value, what);
  }

  /** True or false. */
  flag(value: Value, what: string): boolean | undefined {
    if (isScalar(value) && typeof value.value === "boolean") return value.value;
    this.fault(value, `${what} is ${kindOf(value)}; write true or false`);
    return undefined;
  }

  /** A whole number that is not negative. */
  count(value: Value, what: string): number | undefined {
    if (isScalar(value) && Number.isSafeInteger(value.value) && (value.value as number) >= 0)
      return value.value as number;
    this.fault(value, `${what} is ${kindOf(value)}; write a whole number`);
    return undefined;
  }

  /** The items of a list. */
  items(value: Value | undefined, what: string): readonly Value[] {
    if (value === undefined || isSequence(value)) return value?.items ?? [];
    this.fault(value, `${what} is ${kindOf(value)}; write a list`);
    return [];
  }

  /** The plain value; dates as texts. Aliases that make a few lines stand for very many values are a fault. */
  plain(value: Value): unknown {
    let room = 10_000;
    const walk = (each: Value): unknown => {
      if (room-- <= 0) return null;
      if (isSequence(each)) return each.items.map(walk);
      if (each instanceof LocatedMapping)
        return Object.fromEntries(each.entries.map(({ key, value: own }) => [key.value, walk(own)]));
      return each.value instanceof Date ? each.value.toISOString() : each.value;
    };
    const plain = walk(value);
    if (room < 0) this.fault(value, "this stands for more than 10000 values; write fewer");
    return plain;
  }
}
