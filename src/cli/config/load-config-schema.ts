import { RULES } from "../../../rules/index.ts";
import { configSchema } from "../../lint/config/config-schema.ts";
import { QUESTIONS } from "./load-config.ts";

/** The JSON Schema of a config, with all rules and open questions. */
export function fullConfigSchema(): object {
  return configSchema(RULES, QUESTIONS);
}
