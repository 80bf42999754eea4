/** A rule set for Spectral that asks of a spec what the schema and the plainest of our rules ask. */
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
