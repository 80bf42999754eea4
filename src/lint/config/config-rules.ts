import { isSequence, isText, LocatedMapping, type Value } from "../../document/located.ts";
import { quoteList } from "../../util/text.ts";
import type { RuleSetting } from "../rule-set.ts";
import { RULE_LEVELS } from "./config-schema.ts";
import { type ConfigText, type ConfigValues, kindOf } from "./config-values.ts";

/** The settings of rules with the places of the names in them, which can be judged only when all rules are loaded. */
export interface RuleSettings {
  readonly settings: Readonly<Record<string, RuleSetting>>;
  readonly names: readonly { readonly rule: ConfigText; readonly options: readonly ConfigText[] }[];
}

/** Reads the settings of rules, in all the ways in which they can be written. */
export class RuleSettingsReader {
  readonly #values: ConfigValues;
  #room = 10_000;

  constructor(values: ConfigValues) {
    this.#values = values;
  }

  /** The value of a `rules` key; what is wrong in it becomes a fault and is left out. */
  read(value: Value | undefined): RuleSettings {
    const settings: Record<string, RuleSetting> = {};
    const names: RuleSettings["names"][number][] = [];
    for (const { key, value: setting } of this.#values.entries(value, "rules")) {
      const { options, ...read } = this.#setting(key.value, setting);
      const entries = this.#values.entries(options, `the options of rule "${key.value}"`);
      const plain = entries.map((entry) => [entry.key.value, this.#plain(entry.value)]);
      const whole = { ...read, ...(options && { options: Object.fromEntries(plain) }) };
      Object.defineProperty(settings, key.value, { value: whole, enumerable: true });
      names.push({ rule: key, options: entries.map((entry) => entry.key) });
    }
    return { settings, names };
  }

  /** The three ways to write a setting: a severity; a list of a severity and options; a mapping of both. */
  #setting(id: string, value: Value): { severity?: RuleSetting["severity"]; options?: LocatedMapping } {
    if (value instanceof LocatedMapping) return this.#mappedSetting(value);
    const [severity, options, more] = isSequence(value) ? value.items : [value];
    const level = severity ? this.#level(severity) : undefined;
    if (!severity || more)
      this.#values.fault(
        more ?? value,
        `a list as the setting of rule "${id}" holds a severity and its options; write both`,
      );
    if (options && !(options instanceof LocatedMapping))
      this.#values.fault(options, `the options of rule "${id}" are ${kindOf(options)}; write a mapping`);
    return { ...level, ...(options instanceof LocatedMapping && { options }) };
  }

  #mappedSetting(value: LocatedMapping): { severity?: RuleSetting["severity"]; options?: LocatedMapping } {
    const severity = value.get("severity");
    const pairs = value.node.pairs.filter(({ key }) => key.value !== "severity");
    const options = new LocatedMapping({ ...value.node, pairs }, value);
    return { ...(severity && this.#level(severity)), ...(options.entries.length > 0 && { options }) };
  }

  #level(value: Value): { severity?: NonNullable<RuleSetting["severity"]> } {
    const severity = RULE_LEVELS.find((level) => isText(value) && level === value.value);
    if (severity) return { severity };
    this.#values.fault(value, `${kindOf(value)} is no severity; write ${quoteList(RULE_LEVELS, "or")}`);
    return {};
  }

  /** The plain value of an option. Aliases can make a few lines stand for billions of values, so they are counted. */
  #plain(value: Value): unknown {
    if (this.#room-- <= 0) {
      if (this.#room === -1) this.#values.fault(value, "the options of the rules are too many; write fewer");
      return null;
    }
    if (isSequence(value)) return value.items.map((item) => this.#plain(item));
    if (!(value instanceof LocatedMapping)) return value.value;
    return Object.fromEntries(value.entries.map((entry) => [entry.key.value, this.#plain(entry.value)]));
  }
}
