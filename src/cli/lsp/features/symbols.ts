import { type DocumentSymbol, SymbolKind } from "vscode-languageserver/node";
import type { LocatedMapping } from "../../../document/located.ts";
import type { Source, Span } from "../../../document/source.ts";
import type { Pipeline, Trigger } from "../../../pipeline/model.ts";
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
  const symbol = {
    name: isDefinition ? "steps" : pipelineName(pipeline),
    kind: SymbolKind.Module,
    span: node.span,
    selection: name?.span ?? firstKey(node),
    children,
  };
  return toSymbol(symbol, source);
}

function triggerSymbol(trigger: Trigger, detail: string, source: Source): DocumentSymbol {
  const { node, name } = trigger;
  const symbol = {
    name: triggerName(trigger),
    kind: SymbolKind.Event,
    span: node.span,
    selection: name?.span ?? firstKey(node),
    detail,
  };
  return toSymbol(symbol, source);
}

function stepSymbol({ name, node, type, children }: Step, source: Source): DocumentSymbol {
  const { start } = name.span;
  const symbol = {
    name: name.value,
    kind: SymbolKind.Function,
    span: { start, end: Math.max(name.span.end, node.span.start >= start ? node.span.end : 0) },
    selection: name.span,
    detail: type,
    children: children.map((child) => stepSymbol(child, source)),
  };
  return toSymbol(symbol, source);
}

function firstKey(node: LocatedMapping): Span {
  return node.entries[0]?.key.span ?? node.span;
}

/** A symbol by its offsets. */
interface PlacedSymbol extends Pick<DocumentSymbol, "name" | "kind" | "detail" | "children"> {
  readonly span: Span;
  readonly selection: Span;
}

/** A client refuses a symbol without a name, and one whose selection is not inside its range. */
function toSymbol({ span, selection, ...symbol }: PlacedSymbol, source: Source): DocumentSymbol {
  const inside = span.start <= selection.start && selection.end <= span.end;
  const range = spanToRange(source, span);
  return {
    ...symbol,
    name: symbol.name.trim() === "" ? "(no name)" : symbol.name,
    range,
    selectionRange: inside ? spanToRange(source, selection) : { start: range.start, end: range.start },
  };
}
