import { findProvider, providers } from "../../catalogue/providers.ts";
import { isSequence, LocatedMapping, locate, type Value } from "../../document/located.ts";
import { readYaml } from "../../document/read.ts";
import { type RuleSettings, RuleSettingsReader } from "./config-rules.ts";
import { CONFIG_KEYS, OVERRIDE_KEYS, PRESETS } from "./config-schema.ts";
import { type ConfigFault, type ConfigText, ConfigValues, kindOf } from "./config-values.ts";

/** Settings for the files that match one of the globs. */
export interface ConfigOverride {
  readonly files: readonly ConfigText[];
  readonly rules: RuleSettings;
}

/** One config as written, before anything is inherited. */
export interface Config {
  /** Presets and paths of other configs, in the order in which they apply. */
  readonly extends: readonly ConfigText[];
  readonly rules: RuleSettings;
  readonly overrides: readonly ConfigOverride[];
  readonly ignores: readonly ConfigText[];
  /** Provider ids by the name of the integration. */
  readonly integrations: Readonly<Record<string, string>>;
  /** Answers to open questions by their id. */
  readonly assume: Readonly<Record<string, string>>;
  /** Paths of modules with rules of the user's own. */
  readonly localRules: readonly ConfigText[];
}

/** A config with what is wrong in it; what is wrong is left out of the config. */
export interface ReadConfig {
  readonly config: Config;
  readonly faults: readonly ConfigFault[];
}

/** An open question that a config may answer. */
export interface Question {
  readonly id: string;
  readonly answers: readonly string[];
}

/**
 * Reads a config, YAML or JSON. `key` names the part of the file that is the config (`dryfire` in a `package.json`). `questions` are the
 * open questions that `assume` may answer; without them any answer is taken. Never throws for what the text holds.
 */
export async function readConfig(
  text: string,
  { key, questions }: { readonly key?: string; readonly questions?: readonly Question[] } = {},
): Promise<ReadConfig> {
  const { documents, faults } = await readYaml(text);
  const values = new ConfigValues();
  values.faults.push(...faults.filter(({ severity }) => severity === "error"));
  const node = documents[0]?.root;
  const root = node && locate(node, undefined);
  const value = key === undefined ? root : root instanceof LocatedMapping ? root.get(key) : undefined;
  const reader = new ConfigReader(values, questions);
  return { config: reader.config(isEmpty(value) ? undefined : value), faults: values.faults };
}

function isEmpty(value: Value | undefined): boolean {
  return value?.node.kind === "scalar" && value.node.style === "empty";
}

class ConfigReader {
  readonly #values: ConfigValues;
  readonly #questions: readonly Question[] | undefined;
  readonly #rules: RuleSettingsReader;

  constructor(values: ConfigValues, questions: readonly Question[] | undefined) {
    this.#values = values;
    this.#questions = questions;
    this.#rules = new RuleSettingsReader(values);
  }

  config(value: Value | undefined): Config {
    const keys = this.#values.object(value, "the config", CONFIG_KEYS);
    return {
      extends: this.#extends(keys.get("extends")),
      rules: this.#rules.read(keys.get("rules")),
      overrides: this.#overrides(keys.get("overrides")),
      ignores: this.#values.texts(keys.get("ignores"), "a glob of ignores"),
      integrations: this.#integrations(keys.get("integrations")),
      assume: this.#assume(keys.get("assume")),
      localRules: this.#values.texts(keys.get("localRules"), "a path of localRules"),
    };
  }

  #extends(value: Value | undefined): ConfigText[] {
    return this.#values.texts(value, "a value of extends").filter((name) => {
      if (PRESETS.includes(name.value) || isConfigPath(name.value)) return true;
      this.#values.unknown(name, "preset", PRESETS);
      return false;
    });
  }

  #overrides(value: Value | undefined): ConfigOverride[] {
    if (value !== undefined && !isSequence(value)) {
      this.#values.fault(
        value,
        `overrides is ${kindOf(value)}; write a list of mappings with files and rules`,
      );
      return [];
    }
    return (value?.items ?? []).map((item) => {
      const keys = this.#values.object(item, "an item of overrides", OVERRIDE_KEYS);
      const files = this.#values.texts(keys.get("files"), "a glob of files");
      if (files.length === 0 && !keys.has("files") && item instanceof LocatedMapping)
        this.#values.fault(
          item.entries[0]?.key ?? item,
          "this override has no files; add the globs that it is for",
        );
      return { files, rules: this.#rules.read(keys.get("rules")) };
    });
  }

  #integrations(value: Value | undefined): Record<string, string> {
    return this.#answers(value, "integrations", (_name, provider) => {
      const found = findProvider(provider.value);
      if (!found)
        this.#values.unknown(
          provider,
          "provider",
          providers.map(({ id }) => id),
        );
      return found?.id;
    });
  }

  #assume(value: Value | undefined): Record<string, string> {
    return this.#answers(value, "assume", (id, answer) => {
      const question = this.#questions?.find((known) => known.id === id.value);
      if (this.#questions && !question)
        this.#values.unknown(
          id,
          "question",
          this.#questions.map((known) => known.id),
        );
      if (!question || question.answers.includes(answer.value)) return answer.value;
      this.#values.unknown(answer, `answer to "${id.value}":`, question.answers);
      return undefined;
    });
  }

  /** A mapping of texts, each put through `accept`, which gives undefined for what it refuses. */
  #answers(
    value: Value | undefined,
    what: string,
    accept: (name: ConfigText, answer: ConfigText) => string | undefined,
  ): Record<string, string> {
    const found = this.#values.entries(value, what).flatMap(({ key, value: entry }) => {
      const answer = this.#values.text(entry, `the value of "${key.value}"`);
      const accepted = answer && accept(key, answer);
      return accepted === undefined ? [] : [[key.value, accepted]];
    });
    return Object.fromEntries(found);
  }
}

/** Whether a value of `extends` is a path of another config rather than the name of a preset. */
export function isConfigPath(value: string): boolean {
  return /[\\/]|\.(?:ya?ml|json)$/i.test(value);
}
