import type { ArtifactLocation, PhysicalLocation, Region, Fix as SarifFix } from "sarif";
import type { Fix } from "../lint/diagnostic.ts";
import type { Range } from "../spec/source.ts";
import { pathToUri } from "./uri.ts";

/** A path as SARIF names a file: relative to the working folder where it lies in it. */
export function artifact(path: string): ArtifactLocation {
  const { uri, relative } = pathToUri(path);
  return relative ? { uri, uriBaseId: "%SRCROOT%" } : { uri };
}

/** A range of a file. */
export function physicalLocation(path: string, range: Range): PhysicalLocation {
  return { artifactLocation: artifact(path), region: region(range) };
}

/** A range in lines and columns of UTF-16 code units, the end exclusive, as SARIF 2.1.0, 3.30 has it too. */
function region({ start, end }: Range): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A fix with at least one edit. */
export function sarifFix(path: string, { title, safe, edits }: Fix): SarifFix {
  const replacements = edits.map(({ range, text }) => ({
    deletedRegion: region(range),
    insertedContent: { text },
  }));
  return {
    description: { text: escapeLinks(title) },
    artifactChanges: [{ artifactLocation: artifact(path), replacements }],
    properties: { safe },
  };
}

/** A message with brackets escaped where they would be read as a link, `[text](1)` (SARIF 2.1.0, 3.11.6). */
export function escapeLinks(message: string): string {
  return /\]\(/.test(message) ? message.replace(/[\\[\]]/g, "\\$&") : message;
}
