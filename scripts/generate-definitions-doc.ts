import { rootTable } from "../src/catalogue/steps/common-keys.ts";
import { commonDescriptions, describeKey, rootDescriptions } from "../src/catalogue/steps/descriptions.ts";
import type { Key, Shape, Table } from "../src/catalogue/steps/shapes.ts";
import { commonTable, tabledTypes, tableOf } from "../src/catalogue/steps/step-tables.ts";
import { withBlocks } from "./blocks.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { table as markdownTable } from "./markdown.ts";

/** The blocks of `docs/definitions.md`: the keys of pipeline definitions. */
export function definitionsDoc(root: string): GeneratedFile[] {
  const keys = [
    "## The top of a definition",
    "",
    ...tableLines(rootTable, (key) => rootDescriptions[key], []),
    "## Every step",
    "",
    ...tableLines(commonTable, (key) => commonDescriptions[key], []),
    ...tabledTypes.flatMap((type) => typeLines(type, tableOf(type)!)),
  ];
  return [withBlocks(root, "docs/definitions.md", { keys })];
}

function typeLines(type: string, table: Table): string[] {
  const common = Object.entries(commonTable.keys);
  const shared = new Set(common.filter(([key, row]) => table.keys[key] === row).map(([key]) => key));
  const keys = Object.keys(table.keys).filter((key) => key !== "type" && !shared.has(key));
  const others = table.open ? "Other keys are accepted and ignored." : "Other keys are refused.";
  return [
    `## ${type}`,
    "",
    others,
    "",
    ...(keys.length === 0 ? [] : tableLines(table, (key) => describeKey(type, key), [...shared, "type"])),
  ];
}

function tableLines(
  { keys, source }: Table,
  describe: (key: string) => string | undefined,
  without: readonly string[],
): string[] {
  const rows = Object.entries(keys).filter(([key]) => !without.includes(key));
  const cells = rows.map(([key, row]) => [nameOf(key, row), allowedBy(row), describe(key) ?? ""]);
  return [...markdownTable(["key", "value", ""], cells), `Source: \`schema/1.0/${source}\`.`, ""];
}

function nameOf(key: string, { required, alias }: Key): string {
  const other = alias === undefined ? "" : `, \`${alias}\``;
  return `\`${key}\`${other}${required ? ", required" : ""}`;
}

function allowedBy({ shape, excludedBy }: Key): string {
  const not = (excludedBy ?? []).map((key) => `; not with \`${key}\``).join("");
  return `${inWords(shape)}${not}`;
}

/** The allowed values of a shape. */
function inWords(shape: Shape): string {
  if ("says" in shape && shape.says !== undefined) return shape.says;
  switch (shape.is) {
    case "text":
      return shape.words ? shape.words.map((word) => `\`${word}\``).join(", ") : "text";
    case "number":
      return shape.positive ? "a number above 0" : "a number";
    case "boolean":
      return "true or false";
    case "list":
      return `${shape.minItems || shape.needsItem ? "a list, not empty," : "a list"}${shape.items ? ` of: ${inWords(shape.items)}` : ""}`;
    case "mapping":
      return ofMapping(shape.table, shape.values?.shape);
    case "either":
      return [...new Set(shape.shapes.map(inWords))].join("; or ");
    case "dependent":
      return dependent(shape);
    case "forbidden":
      return "not allowed";
    case "anything":
      return "any value";
  }
}

function ofMapping(table: Table | undefined, values: Shape | undefined): string {
  if (values) return `a mapping of names to: ${inWords(values)}`;
  if (!table) return "a mapping";
  const keys = Object.entries(table.keys).map(([key, { required }]) => `\`${key}\`${required ? "*" : ""}`);
  return `a mapping of ${keys.join(", ")}`;
}

function dependent({
  on,
  test,
  passed,
  failed,
  failedIsRequired,
}: Extract<Shape, { is: "dependent" }>): string {
  if (test === "is-off") return `${inWords(failed)}; only with \`${on}\``;
  if (test === "is-text")
    return `${inWords(failed)}; ${failedIsRequired ? "required " : ""}without \`${on}\``;
  return `with \`${on}: gcb\` ${inWords(passed)}`;
}
