import { findProvider, providers } from "../../catalogue/providers.ts";
import { type Entry, isSequence, isText, LocatedMapping, type Value } from "../../document/located.ts";
import type { Span } from "../../document/source.ts";
import { type DocumentFault, type DocumentOptions, readDocument } from "../../schema/read-document.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { quoteList } from "../../util/text.ts";
import type { Severity } from "../diagnostic.ts";
import type { Preset, RuleSetting } from "../rule-set.ts";
import { configSchema, PRESETS } from "./config-schema.ts";
import { validate } from "./config-validator.generated.ts";

/** A text of a config with its place, for later checks. */
export interface ConfigText {
  readonly value: string;
  readonly span: Span;
}

/** The settings of rules, and the places of their names for later checks. */
export interface RuleSettings {
  readonly settings: Readonly<Record<string, RuleSetting>>;
  readonly names: readonly { readonly rule: ConfigText; readonly options: readonly Entry[] }[];
}

/** Settings for the files that match one of the globs. */
export interface ConfigOverride {
  readonly files: readonly ConfigText[];
  readonly preset: Preset | undefined;
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
  /** Paths of modules with local rules. */
  readonly localRules: readonly ConfigText[];
  /** The root of the repository; false if it must not be looked for. */
  readonly repoRoot: ConfigText | false | undefined;
  /** The lowest severity that fails a run. */
  readonly failOn: Severity | undefined;
  /** The formats of the report; undefined if the config has none. */
  readonly formats: readonly ConfigText[] | undefined;
}

/** A config with its faults. With faults, it has only the parts that can be checked further. */
export interface ReadConfig {
  readonly config: Config;
  readonly faults: readonly DocumentFault[];
}

/** A config as plain values that match the schema. */
interface PlainConfig {
  readonly rules?: PlainRules;
  readonly overrides?: readonly { readonly extends?: Preset; readonly rules?: PlainRules }[];
  readonly failOn?: Severity;
  readonly assume?: Readonly<Record<string, string>>;
}

type PlainRules = Readonly<Record<string, PlainSetting>>;
type Level = NonNullable<RuleSetting["severity"]>;
type Options = Readonly<Record<string, unknown>>;
type PlainSetting = Level | readonly [Level, Options?] | (Options & { readonly severity?: Level });

/** The fault of a spec or definition in place of a config, instead of one for each of its keys. */
const SPEC = "this is a pipeline spec, not a config; write a config in another file, and give that one";

/** Reads a config, YAML or JSON. Never throws because of the text. */
export async function readConfig(text: string, options?: DocumentOptions): Promise<ReadConfig> {
  const document = await readDocument(text, { validate, schema: configSchema }, options);
  const root = document.root instanceof LocatedMapping ? document.root : undefined;
  const plain = document.faults.length === 0 ? ((document.value ?? {}) as PlainConfig) : {};
  const isSpec = !options?.key && (root?.mapping("spec") ?? root?.mapping("steps")) !== undefined;
  const faults = isSpec ? [{ span: document.root!.span, message: SPEC }] : [...document.faults];
  const overrides = root?.items("overrides").map((item, index) => {
    const override = item instanceof LocatedMapping ? item : undefined;
    return {
      files: textsOf(override?.get("files")),
      preset: plain.overrides?.[index]?.extends,
      rules: rulesOf(override?.get("rules"), plain.overrides?.[index]?.rules),
    };
  });
  const config = {
    extends: textsOf(root?.get("extends")),
    rules: rulesOf(root?.get("rules"), plain.rules),
    overrides: overrides ?? [],
    ignores: textsOf(root?.get("ignores")),
    integrations: integrationsOf(root?.mapping("integrations"), faults),
    assume: plain.assume ?? {},
    localRules: textsOf(root?.get("localRules")),
    repoRoot: root?.boolean("repoRoot")?.value === false ? (false as const) : root?.string("repoRoot"),
    failOn: plain.failOn,
    formats: root?.get("formats") && textsOf(root.get("formats")),
  };
  for (const name of config.extends)
    if (!PRESETS.includes(name.value) && !isConfigPath(name.value))
      faults.push(unknownName(name, "preset", PRESETS));
  return { config, faults };
}

/** The fault of an unknown name; `nearest` finds the one that was meant, and `list` shows all. */
export function unknownName(
  { value, span }: ConfigText,
  what: string,
  known: Iterable<string>,
  nearest = (text: string): string | undefined => closestMatch(text, known),
  list?: string,
): DocumentFault {
  const all = [...known];
  const near = nearest(value);
  const listed = list ? `; ${list} lists them` : all.length < 10 ? `; write ${quoteList(all, "or")}` : "";
  const hint = near === undefined ? listed : `; did you mean "${near}"?`;
  return { span, message: `unknown ${what} "${value}"${hint}` };
}

/** The texts of a list, or a single text. */
function textsOf(value: Value | undefined): ConfigText[] {
  const items = value && isSequence(value) ? value.items : [value];
  return items.flatMap((item) => (item && isText(item) ? { value: item.value, span: item.span } : []));
}

function rulesOf(value: Value | undefined, plain: PlainRules = {}): RuleSettings {
  const entries = value instanceof LocatedMapping ? value.entries : [];
  return {
    settings: Object.fromEntries(Object.entries(plain).map(([id, setting]) => [id, settingOf(setting)])),
    names: entries.map(({ key, value: setting }) => ({ rule: key, options: optionsOf(setting) })),
  };
}

function settingOf(setting: PlainSetting): RuleSetting {
  if (typeof setting === "string") return { severity: setting };
  if (isList(setting)) return { severity: setting[0], ...(setting[1] && { options: setting[1] }) };
  const { severity, ...options } = setting;
  return { ...(severity && { severity }), ...(Object.keys(options).length > 0 && { options }) };
}

const isList = (setting: PlainSetting): setting is readonly [Level, Options?] => Array.isArray(setting);

function optionsOf(setting: Value): readonly Entry[] {
  const options = isSequence(setting) ? setting.items[1] : setting;
  const entries = options instanceof LocatedMapping ? options.entries : [];
  return isSequence(setting) ? entries : entries.filter(({ name }) => name !== "severity");
}

function integrationsOf(value: LocatedMapping | undefined, faults: DocumentFault[]): Record<string, string> {
  const ids = providers.map(({ id }) => id);
  const found: [string, string][] = [];
  for (const { key, value: named } of value?.entries ?? []) {
    if (!isText(named)) continue;
    const provider = findProvider(named.value);
    if (provider) found.push([key.value, provider.id]);
    else faults.push(unknownName(named, "provider", ids));
  }
  return Object.fromEntries(found);
}

/** True for a value of `extends` that is a path of another config, not the name of a preset. */
export function isConfigPath(value: string): boolean {
  return /[\\/]|\.(?:ya?ml|json)$/i.test(value);
}
