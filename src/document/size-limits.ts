import { type YamlFault, yamlFault } from "./error-messages.ts";
import { type ResolvedNode, resolve, type YamlNode } from "./node.ts";

/** The maximum nesting, aliases followed, so that any function may recurse over a tree. */
export const MOST_LEVELS = 500;

/** The maximum number of values after expanding aliases: a constant plus some per character. */
const VALUES = 100_000;
const VALUES_PER_CHARACTER = 4;

interface Weight {
  readonly levels: number;
  readonly values: number;
}

/** Finds why a text cannot be used: too deep, or aliases that expand beyond memory. */
export function tooHeavy(roots: readonly (YamlNode | undefined)[], text: string): YamlFault | undefined {
  const scales = new Scales(VALUES + text.length * VALUES_PER_CHARACTER);
  for (const root of roots) if (root) scales.weigh(root);
  return scales.fault;
}

/** The fault of a text that is nested too deeply to build a tree. */
export function tooDeep(text: string): YamlFault {
  return yamlFault("too-deep", { start: 0, end: Math.min(1, text.length) });
}

class Scales {
  fault: YamlFault | undefined;
  readonly #most: number;
  readonly #known = new Map<ResolvedNode, Weight>();

  constructor(most: number) {
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
    if (node.kind === "scalar" || level > MOST_LEVELS) return { levels: 1, values: 1 };
    const children = node.kind === "sequence" ? node.items : node.pairs.map(({ value }) => value);
    let [levels, values] = [0, 1];
    for (const child of children) {
      const weight = this.weigh(child, level + 1);
      levels = Math.max(levels, weight.levels);
      values += weight.values;
    }
    return { levels: levels + 1, values };
  }

  #judge({ span }: YamlNode, { levels, values }: Weight, level: number): void {
    if (this.fault) return;
    if (level + levels > MOST_LEVELS) this.fault = yamlFault("too-deep", span);
    else if (values > this.#most) this.fault = yamlFault("too-many-values", span);
  }
}
