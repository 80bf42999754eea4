import { type YamlFault, yamlFault } from "./error-messages.ts";
import { type ResolvedNode, resolve, type YamlNode } from "./node.ts";

/** The maximum nesting, aliases followed, so that any function may recurse over a tree. */
export const MOST_LEVELS = 500;

/** The maximum number of values after expanding aliases: a constant plus some per character. */
const VALUES = 100_000;
const VALUES_PER_CHARACTER = 4;

/**
 * The maximum number of characters of values and keys after expanding aliases: many rules look at
 * each alias again. 3,000 aliases of a text of 40 KB took up to 15 seconds.
 */
const CHARACTERS = 500_000;
const CHARACTERS_PER_CHARACTER = 10;

interface Weight {
  readonly levels: number;
  readonly values: number;
  readonly characters: number;
}

/** Finds why a text cannot be used: too deep, or aliases that expand beyond memory. */
export function tooHeavy(roots: readonly (YamlNode | undefined)[], text: string): YamlFault | undefined {
  const scales = new Scales({
    values: VALUES + text.length * VALUES_PER_CHARACTER,
    characters: CHARACTERS + text.length * CHARACTERS_PER_CHARACTER,
  });
  for (const root of roots) if (root) scales.weigh(root);
  return scales.fault;
}

/** The fault of a text that is nested too deeply to build a tree. */
export function tooDeep(text: string): YamlFault {
  return yamlFault("too-deep", { start: 0, end: Math.min(1, text.length) });
}

class Scales {
  fault: YamlFault | undefined;
  readonly #most: Omit<Weight, "levels">;
  readonly #known = new Map<ResolvedNode, Weight>();

  constructor(most: Omit<Weight, "levels">) {
    this.#most = most;
  }

  weigh(node: YamlNode, level = 0): Weight {
    const resolved = resolve(node);
    const known = this.#known.get(resolved);
    const weight = known ?? this.#weighNew(resolved, level);
    if (!known) this.#known.set(resolved, weight);
    this.#judge(node, weight, level);
    return weight;
  }

  #weighNew(node: ResolvedNode, level: number): Weight {
    const { start, end } = node.span;
    if (node.kind === "scalar" || level > MOST_LEVELS)
      return { levels: 1, values: 1, characters: end - start };
    const isSequence = node.kind === "sequence";
    const children = isSequence ? node.items : node.pairs.map(({ value }) => value);
    let [levels, values] = [0, 1];
    let characters = isSequence
      ? 0
      : node.pairs.reduce((sum, { key: { span } }) => sum + span.end - span.start, 0);
    for (const child of children) {
      const weight = this.weigh(child, level + 1);
      levels = Math.max(levels, weight.levels);
      values += weight.values;
      characters += weight.characters;
    }
    return { levels: levels + 1, values, characters };
  }

  #judge({ span }: YamlNode, { levels, values, characters }: Weight, level: number): void {
    if (this.fault) return;
    if (level + levels > MOST_LEVELS) this.fault = yamlFault("too-deep", span);
    else if (values > this.#most.values) this.fault = yamlFault("too-many-values", span);
    else if (characters > this.#most.characters) this.fault = yamlFault("too-much-text", span);
  }
}
