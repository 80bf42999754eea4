import { hasVariable } from "../src/catalogue/steps/shapes.ts";
import { isScalar, type LocatedMapping } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { liftArguments, typeOf } from "../src/pipeline/steps/expand.ts";
import { numberOfText } from "../src/util/text.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "aws-role",
  severity: "warning",
  summary: "the AWS role, session or region of a step is incomplete or does not have AWS's format",
  why: "If Codefresh's validator knows the account's integrations, it refuses a `role_arn` that is not `arn:aws:iam::ACCOUNT:role/NAME`, a session outside of 900 to 3600 seconds, and one without a role. The validator's list of regions is from 2021, so dryfire checks only the format of a region.",
  sources: ["@codefresh-io/yaml-validator 1.1.1 schema/1.0/validations/registry.js"],
  pipeline(pipeline, context) {
    for (const step of stepsIn(pipeline)) {
      const type = typeOf(step);
      if (type === "build" || type === "push") checkRegistry(liftArguments(step), context);
      else if (type === "freestyle") checkPull(liftArguments(step), context);
    }
  },
});

function checkRegistry(step: LocatedMapping, { report }: RuleContext): void {
  const role = step.string("role_arn");
  if (role?.value && !role.anchor && !hasVariable(role.value) && !isRole(role.value))
    report(role, `"${role.value}" is not a role; write arn:aws:iam::ACCOUNT:role/NAME`);
  const duration = step.get("aws_duration_seconds");
  if (duration && isScalar(duration) && !duration.anchor) {
    const seconds = numberOfText(String(duration.value));
    if (!role) report(duration, '"aws_duration_seconds" requires "role_arn"; set both or neither');
    else if (seconds < 900 || seconds > 3600)
      report(duration, `a session of ${seconds} seconds is not possible; write 900 to 3600`);
  }
  const region = step.string("region");
  if (
    region?.value &&
    !region.anchor &&
    !hasVariable(region.value) &&
    !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region.value)
  )
    report(region, `"${region.value}" is not an AWS region; write one such as us-east-1`);
}

function checkPull(step: LocatedMapping, { report }: RuleContext): void {
  const role = step.entry("role_arn");
  if (role && !role.key.anchor && !step.has("registry_context"))
    report(role.key, '"role_arn" requires "registry_context"; set both or neither');
}

function isRole(arn: string): boolean {
  const [prefix, , service, , account = "", resource = ""] = arn.split(":");
  return prefix === "arn" && service === "iam" && account.length === 12 && resource.startsWith("role/");
}
