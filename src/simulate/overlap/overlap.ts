import { groupBy } from "../../util/group-by.ts";
import type { Assumptions } from "../settings.ts";
import type { Overlap, SimulatedPipeline, SimulatedTrigger } from "../simulation.ts";
import { withTriggers } from "./started-builds.ts";

/** A trigger that fires, and the repository whose webhooks it gets. */
interface Firing {
  readonly pipeline: SimulatedPipeline;
  readonly trigger: SimulatedTrigger;
}

/**
 * Returns what starts more than once for one event: several triggers of one pipeline, for which the
 * platform starts one build since August 2024 (inferred; `several-triggers: each` assumes
 * otherwise), and several pipelines, with a build each (semantics, duplicate builds). Triggers of
 * different repositories or providers do not overlap, since one event has one.
 */
export function findOverlaps(pipelines: readonly SimulatedPipeline[], assume: Assumptions): Overlap[] {
  const firing = withTriggers(pipelines).flatMap((pipeline) =>
    pipeline.triggers
      .filter(({ verdict, kind }) => verdict === "fires" && kind === "git")
      .map((trigger) => ({ pipeline, trigger })),
  );
  return byOrigin(firing).flatMap((together) => ofOneEvent(together, assume));
}

/**
 * The firing triggers by repository and provider; one without a known provider joins the first of
 * its repository.
 */
function byOrigin(firing: readonly Firing[]): Firing[][] {
  const groups = new Set<Firing[]>();
  const ofRepository = new Map<string | null, Firing[][]>();
  for (const each of firing) {
    const { repository, provider } = each.trigger.origin;
    const others = ofRepository.get(repository) ?? [];
    const isSame = (other: string | null) => other === null || provider === null || other === provider;
    const group = others.find(([first]) => isSame(first!.trigger.origin.provider)) ?? [];
    group.push(each);
    if (group.length === 1) ofRepository.set(repository, [...others, group]);
    groups.add(group);
  }
  return [...groups];
}

function ofOneEvent(together: readonly Firing[], assume: Assumptions): Overlap[] {
  const firing = [...groupBy(together, ({ pipeline }) => pipeline).values()].map((group) =>
    group.map(({ pipeline: { pipeline, path }, trigger: { trigger } }) => ({ pipeline, path, trigger })),
  );
  const overlaps = firing.filter((triggers) => triggers.length > 1).map((all) => ofPipeline(all, assume));
  if (firing.length < 2) return overlaps;
  const each = assume["several-triggers"] === "each";
  const builds = each ? together.length : firing.length;
  const reason = `one event starts ${builds} builds of ${firing.length} pipelines`;
  const assumed = overlaps.length > 0 ? ["several-triggers"] : [];
  return [...overlaps, { kind: "builds", builds, triggers: firing.flat(), reason, assumed }];
}

function ofPipeline(triggers: Overlap["triggers"], assume: Assumptions): Overlap {
  const each = assume["several-triggers"] === "each";
  const count = `${triggers.length} triggers of "${triggers[0]!.pipeline}" fire`;
  const reason = each
    ? `${count}, each with its own build`
    : `${count}; one build is assumed, and it is unknown which trigger's variables it gets`;
  return {
    kind: "triggers",
    builds: each ? triggers.length : 1,
    triggers,
    reason,
    assumed: ["several-triggers"],
  };
}
