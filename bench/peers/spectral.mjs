/** Rules for Spectral that check the schema and the simplest of our rules. */
export function spectralRules(schemaFile) {
  return {
    rules: {
      "pipeline-schema": rule("$", "schema", { schema: { $ref: schemaFile } }),
      "pipeline-name-format": matches("$.metadata.name", "^[^/]+/.+$"),
      "trigger-name": matches("$.spec.triggers[*].name", "^\\S+$"),
      "repository-format": matches("$.spec.triggers[*].repo", ".+/.+"),
      "regex-literal": matches("$.spec.triggers[*].branchRegex", "^/.*/[gim]*$"),
    },
  };
}

function matches(given, match) {
  return rule(given, "pattern", { match });
}

function rule(given, name, functionOptions) {
  return Object.fromEntries([
    ["given", given],
    ["severity", "error"],
    // biome-ignore lint/suspicious/noThenProperty: the word is Spectral's own.
    ["then", { function: name, functionOptions }],
  ]);
}
