import type { Located, LocatedMapping } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { likelyQuantity, parseQuantity } from "../src/pipeline/quantity.ts";
import { plural } from "../src/util/text.ts";

export default defineRule({
  id: "kubernetes-quantity",
  severity: "warning",
  summary: "a resource is not a Kubernetes quantity, or has an unlikely size",
  why: "Codefresh accepts any text for `cpu`, `memory` and `dindStorage`. The cluster then rejects a value that is not a quantity, or gives the build almost nothing. Exports contain `nullGi` if no size was set.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Runtime environment: Kubernetes notation",
    "kubernetes/apimachinery pkg/api/resource: the grammar of Quantity",
  ],
  pipeline: ({ runtimeEnvironment }, context) => check(runtimeEnvironment, context),
  gitTrigger: ({ runtimeEnvironment }, context) => check(runtimeEnvironment, context),
  cronTrigger: ({ runtimeEnvironment }, context) => check(runtimeEnvironment, context),
});

function check(runtime: LocatedMapping | undefined, context: RuleContext): void {
  for (const key of ["cpu", "memory", "dindStorage"]) {
    const value = runtime?.string(key);
    if (value?.value && !value.value.includes("${{")) checkValue(key, value, context);
  }
}

function checkValue(key: string, value: Located<string>, context: RuleContext): void {
  const kind = key === "cpu" ? "cpu" : "bytes";
  const example = { cpu: "500m", memory: "800Mi", dindStorage: "20Gi" }[key]!;
  if (/^null[A-Za-z]*$/.test(value.value)) {
    const message = `"${value.value}" means that no size was set when the spec was exported; remove "${key}"`;
    context.report(value, message, { severity: "info" });
    return;
  }
  const quantity = parseQuantity(value.value);
  const fault = quantity ? unlikely(quantity.amount, quantity.suffix, kind) : "is not a Kubernetes quantity";
  if (!fault) return;
  const likely = likelyQuantity(value.value, kind);
  const other = likely !== undefined && likely !== value.value ? likely : undefined;
  const hint = other === undefined ? `write, for example, "${example}"` : `write "${other}"`;
  context.report(value, `"${value.value}" ${fault}; ${hint}`, { fix: replaceValue(value, other, false) });
}

/** Returns the fault of an unlikely size: `800m` of memory is less than a byte. */
function unlikely(amount: number, suffix: string, kind: "cpu" | "bytes"): string | undefined {
  if (amount <= 0) return "is not greater than zero";
  if (kind === "cpu" && suffix.endsWith("i")) return "uses a unit of bytes for CPUs";
  if (kind === "cpu" && amount > 1000) return `is ${amount} CPUs`;
  if (kind === "bytes" && amount < 2 ** 20) return `is only ${plural(amount, "byte")}`;
  return undefined;
}
