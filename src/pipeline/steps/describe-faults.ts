import { isNull, pathWithin } from "../../document/located.ts";
import { type SchemaFinding, subjectOf } from "../../schema/finding.ts";
import { describeValue } from "../../schema/message.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { limitedWordMatch } from "../../util/closest-match.ts";
import type { ShapeFault } from "./check-shape.ts";
import type { DefinitionFault } from "./definition-fault.ts";
import { shapeFindings, stepFinding, UNCHECKED_RULE } from "./fault-findings.ts";
import { FoldedFaults, withMisplacedKeys } from "./fold-faults.ts";
import { type Root, UnknownKeys } from "./unknown-keys.ts";
import { expectedOf, plainOf } from "./value-words.ts";

/** The rules that are warnings anyway. */
const WARNING_RULES: ReadonlySet<string> = new Set([
  "step-timeout",
  "step-version",
  "misspelled-step-key",
  "misspelled-step-type",
]);

/** Returns the findings of a definition's faults; `root` is the mapping of the whole spec. */
export function describeFaults(
  faults: readonly DefinitionFault[],
  root: Root,
  stages: readonly string[],
): SchemaFinding[] {
  return withMisplacedKeys(new Writer(root, stages).findings(faults), root);
}

class Writer {
  readonly #keys: UnknownKeys;
  readonly #folded: FoldedFaults;
  readonly #nearStage: ReturnType<typeof limitedWordMatch>;

  constructor(root: Root, stages: readonly string[]) {
    this.#keys = new UnknownKeys(root);
    this.#folded = new FoldedFaults(this.#keys);
    this.#nearStage = limitedWordMatch(stages);
  }

  findings(faults: readonly DefinitionFault[]): SchemaFinding[] {
    this.#folded.fold(faults);
    const kept = new Map<string, SchemaFinding>();
    for (const fault of faults) {
      for (const each of this.#folded.findings(fault) ?? this.#finding(fault)) {
        const about = "renamed" in fault && fault.renamed ? this.#renamed(each, fault.renamed) : undefined;
        const owner = fault.warns && !WARNING_RULES.has(each.owner ?? "") ? UNCHECKED_RULE : each.owner;
        const also = fault.others?.flatMap((other) => this.#finding(other)).map(subjectOf);
        const finding = {
          ...each,
          ...(owner !== undefined && { owner }),
          ...(about && { about }),
          ...(also && { also }),
        };
        // The table of the root and the check of a step may both see a value that is not a mapping.
        const id = JSON.stringify([each.kind, each.path, each.key]);
        if (!kept.has(id) || kept.get(id)!.owner === UNCHECKED_RULE) kept.set(id, finding);
      }
    }
    return [...kept.values()];
  }

  /** The path of a finding with the name that the platform gives a key. */
  #renamed({ path, key, kind }: SchemaFinding, { from, to }: NonNullable<ShapeFault["renamed"]>): KeyPath {
    const named: KeyPath = [...path];
    named[pathWithin(this.#keys.root, { path: from }).length - 1] = to;
    return subjectOf({ kind, path: named, key });
  }

  #finding(fault: DefinitionFault): readonly SchemaFinding[] {
    if (fault.problem === "neither") return this.#neither(fault);
    if ("shape" in fault) return shapeFindings(fault, this.#keys);
    return [stepFinding(fault, this.#keys.root, this.#nearStage)];
  }

  /** The faults of the shape that was probably meant: the one whose type the value has. */
  #neither(fault: ShapeFault): readonly SchemaFinding[] {
    const { value, shape, row } = fault;
    const branches = fault.branches!;
    const isElsewhere = (branch: readonly ShapeFault[]) =>
      !branch.some((each) => each.problem === "type" && each.value === value);
    const says = shape.is === "either" ? shape.says : undefined;
    const best = says === undefined ? branches.find(isElsewhere) : undefined;
    if (!best) {
      const expected = says ?? expectedOf(shape);
      return [
        {
          kind: isNull(value) ? "null-value" : "wrong-type",
          path: pathWithin(this.#keys.root, value),
          expected,
          actual: describeValue(plainOf(value), false),
          ...(row?.rule !== undefined && { owner: row.rule }),
        },
      ];
    }
    this.#folded.fold(best);
    const owned = row?.rule === undefined ? {} : { owner: row.rule };
    const found = best.flatMap(
      (each) =>
        this.#folded.findings(each)?.map((finding) => ({ ...finding, ...owned })) ??
        this.#finding({ ...each, ...(row && { row }) }),
    );
    const paths = new Set(found.map((each) => JSON.stringify(subjectOf(each))));
    const also = branches
      .flat()
      .map(({ value: other, key }) => [
        ...pathWithin(this.#keys.root, other),
        ...(key === undefined ? [] : [key]),
      ])
      .filter((path) => !paths.has(JSON.stringify(path)));
    return found.map((each, index) => (index === 0 && also.length > 0 ? { ...each, also } : each));
  }
}
