import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { builtProgram } from "../built-program.ts";

const spec = `version: '1.0'
kind: pipeline
metadata: { name: shop/web }
spec:
  triggers:
    - { type: git, name: pushes, repo: acme/shop, events: [push.heads] }
  variables:
    - { key: ICON, value: !!binary aGVsbG8= }
  steps: { unit: { image: node }
`;

test("a bundler for browsers finds no module of Node.js in the library", async () => {
  const contents = `
    import { lint, parseSpecs, simulate } from "./index.cjs";
    run = async (text) => {
      const { diagnostics } = await lint(text);
      const event = { kind: "git", names: ["push.heads"] };
      return [diagnostics.map(({ rule }) => rule), simulate(parseSpecs(text), event).summary.unknown];
    };`;
  const { outputFiles, warnings } = buildSync({
    stdin: { contents, resolveDir: builtProgram() },
    bundle: true,
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
  const page: { run?: (text: string) => Promise<unknown> } = {};
  runInNewContext(outputFiles[0]!.text, page);
  expect(JSON.stringify(await page.run!(spec))).toBe('[["wrong-type","yaml-syntax"],1]');
});
