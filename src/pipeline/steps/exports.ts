import { findSystemVariable } from "../../catalogue/system-variables.ts";
import { isSequence, isText, LocatedMapping, type Value } from "../../document/located.ts";

/** The variables that a step exports for later steps. */
export interface Exports {
  /** The names in its commands. */
  readonly names: ReadonlySet<string>;
  /** True if its commands export others too, whose names they read or compute. */
  readonly hasOthers: boolean;
}

/** A command that exports variables, or the file that it writes. */
const EXPORT = /\bcf_export\b|env_vars_to_export/;
const COMMAND = /\bcf_export\b/g;
const WORD = /\b[A-Za-z_]\w*\b/g;
const ASSIGNED = /\b[A-Za-z_]\w*(?==)/g;

/** An argument of the command with a name in it, as `NAME`, `NAME=value` or in quotes. */
const NAMED = /^["']?([\w.-]+)(?:=|["']?(?:[\s;&|<>)]|$))/;

/** The characters of the arguments of one command. */
const MAX_ARGUMENTS = 5000;

/** A line about the file that writes plain names or only reads. */
const PLAIN =
  /^\s*(?:(?:echo|printf)\s+(?:-\w+\s+)*["']?[\w.-]+=|(?:\.|cat|grep|ls|rm|source|touch)\s[^>|]*$)/;

/**
 * Returns the variables that the commands of a step, and of those in it, export for later steps:
 * an export replaces every other value (docs.codefresh.io, variables). For a script that exports,
 * the names are all words of the lines that do, and every name that it assigns.
 */
export function exportsOf({ node }: { readonly node: LocatedMapping }): Exports {
  const names = new Set<string>();
  let hasOthers = false;
  for (const text of textsIn(node, new Set())) {
    if (!EXPORT.test(text)) continue;
    // A backslash joins lines; in a text, `\n` may separate assignments.
    const script = text.replaceAll(/^[ \t]*#.*/gm, "").replaceAll(/\\(?:\r?\n|[nrt])/g, " ");
    const lines = script.split("\n");
    for (const [at, line] of lines.entries()) {
      for (const [name] of line.matchAll(EXPORT.test(line) ? WORD : ASSIGNED)) names.add(name);
      const parts = line.includes("env_vars_to_export") ? line.split(/;|&&|\|\|/) : [];
      hasOthers ||= parts.some(
        (part) => part.includes("env_vars_to_export") && !PLAIN.test(part) && !isPlainBlock(lines, at),
      );
      hasOthers ||= line.includes("xargs") && line.includes("cf_export", line.indexOf("xargs"));
    }
    for (const { index, 0: command } of script.matchAll(COMMAND))
      for (const argument of argumentsAt(script, index + command.length)) {
        const name = NAMED.exec(argument)?.[1];
        if (name === undefined) hasOthers = true;
        else names.add(name);
      }
  }
  return { names, hasOthers };
}

/** True for a line whose here-document has only assignments. */
function isPlainBlock(lines: readonly string[], at: number): boolean {
  const delimiter = /<<-?\s*["']?(\w+)/.exec(lines[at]!)?.[1];
  const end = lines.findIndex((line, index) => index > at && line.trim() === delimiter);
  return end > 0 && lines.slice(at + 1, end).every((line) => /^\s*[\w.-]+=/.test(line));
}

/** True if a step may export a variable; names that are not known are not those of the platform. */
export function mayExport({ names, hasOthers }: Exports, name: string): boolean {
  return names.has(name) || (hasOthers && !findSystemVariable(name));
}

/**
 * Returns the arguments of a shell command from an offset on, each with the character after it. The
 * rest of very long ones is one argument without a name.
 */
function argumentsAt(script: string, from: number): readonly string[] {
  const before = script.slice(Math.max(script.lastIndexOf("\n", from) + 1, from - MAX_ARGUMENTS), from);
  // The command of another shell, as in `sh -c "cf_export NAME"`, ends with its quotes.
  const quote = ['"', "'"].find((each) => before.split(each).length % 2 === 0);
  const found: string[] = [];
  const last = Math.min(script.length, from + MAX_ARGUMENTS);
  for (let at = from; ; ) {
    while (script[at] === " " || script[at] === "\t") at++;
    const end = endOfWord(script, at, last, quote);
    if (end <= at || script[at] === "#") return at < last || last === script.length ? found : [...found, ""];
    found.push(script.slice(at, end + 1));
    at = end;
  }
}

/** Returns the offset after a word of a shell, which may have quotes, `$(…)` and `${…}` in it. */
function endOfWord(script: string, from: number, last: number, quote: string | undefined): number {
  const closing: string[] = [];
  for (let at = from; at < last; at++) {
    const char = script[at]!;
    const inside = closing.at(-1);
    if (char === inside) closing.pop();
    else if (inside === "'") continue;
    else if (char === "\\") at++;
    else if (inside === undefined && (char === quote || /[\s;&|<>()]/.test(char))) return at;
    else if (char === '"' || char === "`" || (char === "'" && inside !== '"')) closing.push(char);
    else if (char === "(" && (script[at - 1] === "$" || inside === ")")) closing.push(")");
    else if (char === "{" && script[at - 1] === "$") closing.push("}");
  }
  return last;
}

/** Returns every text in a value, without repetitions by aliases. */
function textsIn(value: Value, seen: Set<Value["node"]>): readonly string[] {
  if (seen.has(value.node)) return [];
  seen.add(value.node);
  if (value instanceof LocatedMapping) return value.entries.flatMap((entry) => textsIn(entry.value, seen));
  if (isSequence(value)) return value.items.flatMap((item) => textsIn(item, seen));
  return isText(value) ? [value.value] : [];
}
