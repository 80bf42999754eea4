import { FIELDS, type Field, type FieldType } from "./fields.ts";
import { add, append, bare, change, emptied, type Operation, write } from "./operations.ts";
import { type Violation, violation } from "./violation.ts";

/** `[rule, value as written]` for each way in which a type can be broken. */
const broken: Record<FieldType, [rule: string, written: string][]> = {
  text: [
    ["wrong-type", "5"],
    ["wrong-type", "false"],
    ["wrong-type", "[a, b]"],
    ["wrong-type", "{ a: b }"],
  ],
  "any-text": [
    ["wrong-type", "5"],
    ["wrong-type", "[a, b]"],
  ],
  flag: [
    ["wrong-type", "yes"],
    ["wrong-type", "'off'"],
    ["wrong-type", "1"],
    ["wrong-type", "[true]"],
  ],
  count: [
    ["out-of-range", "-1"],
    ["out-of-range", "'-1'"],
    ["wrong-type", "1.5"],
    ["wrong-type", "many"],
    ["wrong-type", "true"],
  ],
  "count-from-one": [
    ["out-of-range", "0"],
    ["out-of-range", "'0'"],
    ["wrong-type", "2.5"],
    ["wrong-type", "few"],
  ],
  integer: [
    ["wrong-type", "0.5"],
    ["wrong-type", "some"],
    ["wrong-type", "[1]"],
  ],
  priority: [
    ["out-of-range", "101"],
    ["out-of-range", "-101"],
    ["out-of-range", "'500'"],
    ["wrong-type", "high"],
  ],
  id: [
    ["wrong-type", "5f3a1b2c3d4e5f607182930"],
    ["wrong-type", "xf3a1b2c3d4e5f6071829304"],
    ["wrong-type", "true"],
  ],
  date: [
    ["wrong-type", "soon"],
    ["wrong-type", "[2024-05-01]"],
  ],
  texts: [["wrong-type", "alone"]],
  list: [
    ["wrong-type", "{ a: b }"],
    ["wrong-type", "alone"],
  ],
  mapping: [
    ["wrong-type", "[a]"],
    ["wrong-type", "alone"],
    ["wrong-type", "true"],
  ],
  "open-mapping": [
    ["wrong-type", "[a]"],
    ["wrong-type", "5"],
  ],
};

function ofField(field: Field): Violation[] {
  const { at, type, empty, free } = field;
  const set: (written: string) => Operation = free ? write : change;
  const wrong = broken[type].map(([rule, written]) => violation(rule, written, at, set(written)));
  const nothing = [
    violation("null-value", "no value", at, free ? bare : emptied),
    violation("null-value", "~", at, set("~")),
  ];
  return [
    ...wrong,
    ...nothing,
    ...emptyText(type, at, set, empty),
    ...ofItems(type, at),
    ...ofKeys(type, at),
  ];
}

function emptyText(
  type: FieldType,
  at: readonly string[],
  set: (written: string) => Operation,
  rule = "out-of-range",
): Violation[] {
  return type === "text" ? [violation(rule, "''", at, set("''"))] : [];
}

function ofItems(type: FieldType, at: readonly string[]): Violation[] {
  const items: Partial<Record<FieldType, [rule: string, written: string][]>> = {
    texts: [
      ["wrong-type", "5"],
      ["out-of-range", "''"],
      ["null-value", "null"],
    ],
  };
  return (items[type] ?? []).map(([rule, item]) => violation(rule, `- ${item}`, at, append(item)));
}

function ofKeys(type: FieldType, at: readonly string[]): Violation[] {
  return type === "mapping" ? [violation("unknown-key", "another key", at, add("colour", "red"))] : [];
}

/** Every field broken in every way that its type allows. */
export const FIELD_VIOLATIONS: readonly Violation[] = FIELDS.flatMap(ofField);
