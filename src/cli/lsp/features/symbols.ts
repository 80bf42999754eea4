import { type DocumentSymbol, SymbolKind } from "vscode-languageserver/node";
import type { LocatedMapping } from "../../../document/located.ts";
import type { Source, Span } from "../../../document/source.ts";
import type { CronTrigger, GitTrigger, Pipeline } from "../../../pipeline/model.ts";
import { pipelineName, triggerName } from "../../../simulate/pipelines.ts";
import { type Step, stepsOf } from "../../../simulate/steps/step-model.ts";
import type { Analysis } from "../documents.ts";
import { spanToRange } from "../positions.ts";

/** Returns the pipelines of a document with their triggers and steps. */
export function documentSymbols({ file }: Analysis): DocumentSymbol[] {
  return [...file.pipelines, ...file.definitions].map((pipeline) => pipelineSymbol(pipeline, file.source));
}

function pipelineSymbol(pipeline: Pipeline, source: Source): DocumentSymbol {
  const { triggers, cronTriggers, spec, node, name, isDefinition } = pipeline;
  const children = [
    ...triggers.map((trigger) =>
      triggerSymbol(trigger, trigger.events.map(({ value }) => value).join(", "), source),
    ),
    ...cronTriggers.map((trigger) => triggerSymbol(trigger, trigger.expression?.value ?? "", source)),
    ...(spec ? stepsOf(spec) : []).map((step) => stepSymbol(step, source)),
  ];
  const shown = isDefinition ? "steps" : pipelineName(pipeline);
  return symbol(shown, SymbolKind.Module, node.span, name?.span ?? firstKey(node), source, { children });
}

function triggerSymbol(trigger: GitTrigger | CronTrigger, detail: string, source: Source): DocumentSymbol {
  const { node, name } = trigger;
  const selection = name?.span ?? firstKey(node);
  return symbol(triggerName(trigger), SymbolKind.Event, node.span, selection, source, { detail });
}

function stepSymbol({ name, node, type, children }: Step, source: Source): DocumentSymbol {
  const end = Math.max(name.span.end, node.span.start >= name.span.start ? node.span.end : 0);
  return symbol(name.value, SymbolKind.Function, { start: name.span.start, end }, name.span, source, {
    detail: type,
    children: children.map((child) => stepSymbol(child, source)),
  });
}

function firstKey(node: LocatedMapping): Span {
  return node.entries[0]?.key.span ?? node.span;
}

/** A client refuses a symbol without a name, and one whose selection is not inside its range. */
function symbol(
  name: string,
  kind: SymbolKind,
  span: Span,
  selection: Span,
  source: Source,
  more: Pick<DocumentSymbol, "detail" | "children">,
): DocumentSymbol {
  const inside = span.start <= selection.start && selection.end <= span.end;
  const range = spanToRange(source, span);
  return {
    name: name.trim() === "" ? "(no name)" : name,
    kind,
    range,
    selectionRange: inside ? spanToRange(source, selection) : { start: range.start, end: range.start },
    ...more,
  };
}
