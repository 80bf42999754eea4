import { checkedFiles, checkFile } from "../test/language/language.ts";

/** `npm run language [PATH...]` prints forbidden words and long texts, and fails on any. */
const starts = process.argv.slice(2);
const findings = checkedFiles()
  .filter((path) => starts.length === 0 || starts.some((start) => path.startsWith(start)))
  .flatMap(checkFile);
for (const { path, line, message } of findings) console.log(`${path}:${line}: ${message}`);
process.exitCode = findings.length > 0 ? 1 : 0;
