import type { Location } from "vscode-languageserver/node";
import type { Analysis } from "../documents.ts";
import { covers, spanToRange } from "../positions.ts";
import { type Name, namesOf, pipelineAt } from "../targets.ts";

/** Returns where the trigger, stage or step at an offset is defined. */
export function definitionAt(analysis: Analysis, offset: number): Location[] {
  return sameAt(analysis, offset).flatMap((name) => (name.isDefinition ? [toLocation(name, analysis)] : []));
}

/** Returns the uses of the trigger, stage or step at an offset, and on request its definition. */
export function referencesAt(analysis: Analysis, offset: number, withDefinition: boolean): Location[] {
  return sameAt(analysis, offset).flatMap((name) =>
    withDefinition || !name.isDefinition ? [toLocation(name, analysis)] : [],
  );
}

/** Returns all places with the name at an offset; none if there is no name. */
function sameAt({ file }: Analysis, offset: number): readonly Name[] {
  const pipeline = pipelineAt(file, offset);
  const names = pipeline ? namesOf(pipeline) : [];
  const own = names.find(({ place }) => covers(place.span, offset));
  return own ? names.filter(({ kind, value }) => kind === own.kind && value === own.value) : [];
}

/** A value behind an alias is defined where its anchor is. */
function toLocation({ place, isDefinition }: Name, { file, document }: Analysis): Location {
  const span = (isDefinition && place.anchor) || place.span;
  return { uri: document.uri, range: spanToRange(file.source, span) };
}
