import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, runInThisContext } from "node:vm";
import { checkArguments } from "../../check-arguments.ts";
import { SEVERITIES } from "../../lint/diagnostic.ts";
import type { ProjectFinding, Rule } from "../../lint/rule.ts";
import { deepFreeze } from "../../util/freeze.ts";
import { UsageError } from "../command.ts";

type Importer = (url: string) => Promise<{ readonly default?: unknown }>;
let importer: Importer | undefined;

/**
 * Loads a module of local rules: its default export is a rule, or a list of rules. This runs the
 * module's code, so it is called only if the command line asks for it. Throws an `Error` for a
 * module that cannot be loaded or has no rules.
 */
export async function loadLocalRules(folder: string, path: string): Promise<readonly Rule[]> {
  const absolute = resolve(folder, path);
  if (!existsSync(absolute)) throw new Error(`module "${path}" does not exist; check the path`);
  const { default: exported } = await importModule(pathToFileURL(absolute).href).catch((error) => {
    throw new Error(`cannot load "${path}": ${firstLine(error)}`);
  });
  const rules = Array.isArray(exported) ? (exported as unknown[]) : [exported];
  return rules.map((rule) => checked(rule, path));
}

/** A real `import()`: in the CommonJS bundle the compiler would replace it by `require`. */
async function importModule(url: string): Promise<{ readonly default?: unknown }> {
  const { emitWarning } = process;
  // Node.js warns that the constant is experimental, which does not help the user.
  process.emitWarning = ((warning: string | Error, ...rest: []) => {
    if (!String(warning).includes("USE_MAIN_CONTEXT_DEFAULT_LOADER"))
      emitWarning.call(process, warning, ...rest);
  }) as typeof emitWarning;
  try {
    importer ??= runInThisContext("(url) => import(url)", {
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as Importer;
    return await importer(url);
  } finally {
    process.emitWarning = emitWarning;
  }
}

const CHECKS = ["file", "pipeline", "gitTrigger", "cronTrigger", "variable", "schemaFinding", "suppression"];

function checked(value: unknown, path: string): Rule {
  const rule = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const id = typeof rule.id === "string" ? rule.id : "";
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new Error(`a rule of "${path}" has no id in kebab-case; export rules made with defineRule`);
  if (!(SEVERITIES as readonly unknown[]).includes(rule.severity))
    throw new Error(`rule "${id}" of "${path}" has no severity; write "error", "warning" or "info"`);
  if (!CHECKS.some((name) => typeof rule[name] === "function") && typeof rule.project !== "object")
    throw new Error(`rule "${id}" of "${path}" has no check; add one, such as pipeline or gitTrigger`);
  const whole = { summary: id, why: "", sources: [], ...rule };
  try {
    checkArguments("defineRule", whole);
  } catch (error) {
    throw new Error(`rule "${id}" of "${path}" is not valid: ${firstLine(error)}`);
  }
  return guarded(whole, id, path) as unknown as Rule;
}

/**
 * Marks errors of the rule's checks, so that they are not reported as our defects. `verify` checks
 * the result of `judge`, which gets no part of the model.
 */
function guarded(rule: Record<string, unknown>, id: string, path: string): Record<string, unknown> {
  const guard = (value: unknown, verify?: (result: unknown, given: readonly unknown[]) => void): unknown => {
    if (typeof value !== "function") return value;
    const blame = (cause: unknown): never => {
      const message = `rule "${id}" of "${path}" failed: ${firstLine(cause)}; fix the module`;
      throw Object.assign(new UsageError(message), { cause });
    };
    return (...given: unknown[]): unknown => {
      try {
        // A rule that changed the model would make another one fail.
        if (!verify) deepFreeze(given[0]);
        const checked: unknown = value.apply(rule, given);
        verify?.(checked, given);
        return checked instanceof Promise ? checked.catch(blame) : checked;
      } catch (error) {
        return blame(error);
      }
    };
  };
  const guardAll = (checks: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(checks).map(([name, value]) => [name, guard(value)]));
  const { project } = rule as { readonly project?: Rule["project"] };
  return {
    ...guardAll(rule),
    ...(project && { project: { ...guardAll(project), judge: guard(project.judge, assertFindings) } }),
  };
}

/** Throws unless the findings of a rule across files are at facts that it was given. */
function assertFindings(found: unknown, [facts]: readonly unknown[]): void {
  const isAtFact = (each: { readonly at: number; readonly message: unknown }): boolean =>
    Object.hasOwn(facts as object, each.at) && typeof each.message === "string";
  const isFinding = (each: ProjectFinding): boolean => isAtFact(each) && (each.related ?? []).every(isAtFact);
  if (!Array.isArray(found) || !found.every(isFinding))
    throw new TypeError(
      '"judge" must return a list of findings, each with a message and the index of a fact as "at"',
    );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0]!;
}
