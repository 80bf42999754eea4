import type { Span } from "../../document/source.ts";
import type { Verdict } from "../evaluate.ts";
import { formatBuilds, startedBuilds } from "../overlap/started-builds.ts";
import { formatRejection, isRejected } from "../rejection.ts";
import type { SimulatedPipeline, Simulation } from "../simulation.ts";
import { CaseTriggers, decidingIds, type TriggerAnswers } from "./case-triggers.ts";
import type { CaseFailure, CaseText, Expectations, NamedTrigger, NamedTriggers } from "./cases.ts";
import { formatExpected, judgeBuild } from "./judge-build.ts";

/** The result of a case: expectations not met, or unknown names in it. */
export interface Judgement {
  readonly failures: readonly CaseFailure[];
  readonly faults: readonly { readonly span: Span; readonly message: string }[];
}

/**
 * Checks a case against the simulations of its events. An expectation on a spec that Codefresh
 * would reject is never met.
 */
export function judgeCase(expected: Expectations, simulations: readonly Simulation[]): Judgement {
  return new Judge(expected, simulations).result();
}

/** An expectation that was not met. */
type Unmet = Pick<CaseFailure, "expectation" | "span" | "expected">;

class Judge {
  readonly #expected: Expectations;
  readonly #simulations: readonly Simulation[];
  readonly #triggers: CaseTriggers;
  readonly #rejected: readonly SimulatedPipeline[];
  readonly #failures: CaseFailure[] = [];
  readonly #faults: { span: Span; message: string }[] = [];

  constructor(expected: Expectations, simulations: readonly Simulation[]) {
    this.#expected = expected;
    this.#simulations = simulations;
    this.#triggers = new CaseTriggers(simulations);
    this.#rejected = (simulations[0]?.pipelines ?? []).filter(isRejected);
  }

  result(): Judgement {
    const { fires, firesAtLeast, skips, unknown, builds, build } = this.#expected;
    if (fires) this.#exactly(fires, this.#found(unknown?.triggers ?? []));
    if (firesAtLeast) this.#atLeast(firesAtLeast);
    for (const named of skips?.triggers ?? []) this.#verdict("skips", named);
    for (const named of unknown?.triggers ?? []) this.#verdict("unknown", named);
    if (builds) this.#builds(builds);
    for (const one of build) {
      const own = one.trigger ? this.#find(one.trigger) : undefined;
      const what = one.what === "variables" ? "variables" : "build";
      const specs = own ? rejectedSpecs([own]) : one.trigger ? this.#misplaced() : this.#rejected;
      if (this.#failRejected({ expectation: what, span: one.span, expected: formatExpected(one) }, specs))
        continue;
      if (one.trigger && !own) continue;
      const failure = judgeBuild(one, own, this.#triggers);
      if (failure) this.#failures.push(failure);
    }
    return { failures: this.#failures, faults: this.#faults };
  }

  /**
   * The trigger of a name; an unknown name is one fault, reported once. It may be one of the
   * triggers that a rejected spec has in a wrong place.
   */
  #find({ value, span }: CaseText): TriggerAnswers | undefined {
    const result = this.#triggers.find(value);
    if (result.found) return result.found;
    if (this.#misplaced().length > 0) return undefined;
    if (!this.#faults.some((fault) => fault.span.start === span.start))
      this.#faults.push({ span, message: result.fault });
    return undefined;
  }

  #found(named: readonly NamedTrigger[]): TriggerAnswers[] {
    return named.flatMap(({ name }) => this.#find(name) ?? []);
  }

  /** The rejected specs whose triggers are in a wrong place, so that their names are unknown. */
  #misplaced(): readonly SimulatedPipeline[] {
    return this.#rejected.filter(({ misplacedTriggers }) => misplacedTriggers.length > 0);
  }

  /** Fails an expectation on specs that Codefresh would reject; false if there are none. */
  #failRejected(unmet: Unmet, specs: readonly SimulatedPipeline[]): boolean {
    if (specs.length === 0) return false;
    this.#fail(unmet, `no result: ${specs.map(formatRejection).join("; ")}`, []);
    return true;
  }

  #exactly({ span, triggers }: NamedTriggers, open: readonly TriggerAnswers[]): void {
    const named = new Set(this.#found(triggers));
    const unmet = { expectation: "fires", span, expected: namesIn(triggers) } as const;
    if (this.#failRejected(unmet, this.#rejected)) return;
    const { all } = this.#triggers;
    const mayBeUnknown = new Set(open);
    const firing = all.filter(({ verdict }) => verdict === "fires");
    const perhaps = all.filter(
      (each) => each.verdict === "unknown" && (named.has(each) || !mayBeUnknown.has(each)),
    );
    const wrong = all.filter((each) => named.has(each) !== (each.verdict === "fires"));
    const concerned = [...new Set([...wrong, ...perhaps])];
    if (concerned.length === 0) return;
    const uncertain = perhaps.length > 0 ? `; unknown: ${this.#names(perhaps)}` : "";
    const expected = this.#names([...named]);
    this.#fail({ ...unmet, expected }, `${this.#names(firing)}${uncertain}`, concerned);
  }

  #atLeast({ span, triggers }: NamedTriggers): void {
    const named = this.#found(triggers);
    const specs = named.length < triggers.length ? this.#misplaced() : rejectedSpecs(named);
    const unmet = { expectation: "fires-at-least", span, expected: namesIn(triggers) } as const;
    if (this.#failRejected(unmet, specs)) return;
    const missing = named.filter(({ verdict }) => verdict !== "fires");
    if (missing.length === 0) return;
    const firing = named.filter(({ verdict }) => verdict === "fires");
    const actual = missing.map((each) => this.#formatResult(each)).join(", ");
    const also = firing.length > 0 ? `${this.#names(firing)}; ` : "";
    this.#fail({ ...unmet, expected: this.#names(named) }, `${also}${actual}`, missing);
  }

  /** Checks one trigger's verdict, and the conditions that must have decided it. */
  #verdict(expectation: "skips" | "unknown", { name, conditions }: NamedTrigger): void {
    const found = this.#find(name);
    const specs = found ? rejectedSpecs([found]) : this.#misplaced();
    const wanted = formatVerdict(name.value, expectation, conditions);
    const unmet = { expectation, span: name.span, expected: wanted };
    if (this.#failRejected(unmet, specs) || !found) return;
    const deciding = decidingIds(found);
    const met = found.verdict === expectation && conditions.every((id) => deciding.includes(id));
    if (met) return;
    const expected = formatVerdict(this.#triggers.shortName(found), expectation, conditions);
    this.#fail({ ...unmet, expected }, this.#formatResult(found), [found]);
  }

  #builds({ value, span }: NonNullable<Expectations["builds"]>): void {
    const unmet = { expectation: "builds", span, expected: String(value) } as const;
    if (this.#failRejected(unmet, this.#rejected)) return;
    const started = startedBuilds(this.#simulations);
    if (started.certain.length === value && started.perhaps === 0) return;
    const concerned = this.#triggers.all.filter(({ verdict }) => verdict !== "skips");
    this.#fail(unmet, formatBuilds(started), concerned);
  }

  #formatResult(answers: TriggerAnswers): string {
    return formatVerdict(this.#triggers.shortName(answers), answers.verdict, decidingIds(answers));
  }

  #names(triggers: readonly TriggerAnswers[]): string {
    return triggers.map((each) => this.#triggers.shortName(each)).join(", ") || "nothing";
  }

  #fail(unmet: Unmet, actual: string, triggers: readonly TriggerAnswers[]): void {
    this.#failures.push({ ...unmet, actual, triggers });
  }
}

/** The specs of triggers that Codefresh would reject, each once. */
function rejectedSpecs(triggers: readonly TriggerAnswers[]): SimulatedPipeline[] {
  return [...new Set(triggers.flatMap(({ rejected }) => rejected ?? []))];
}

function namesIn(triggers: readonly NamedTrigger[]): string {
  return triggers.map(({ name }) => name.value).join(", ") || "nothing";
}

function formatVerdict(name: string, verdict: Verdict, conditions: readonly string[]): string {
  if (verdict === "fires") return `${name} fires`;
  const by = conditions.length > 0 ? conditions.join(", ") : undefined;
  if (verdict === "skips") return `${name} skips${by ? ` by ${by}` : ""}`;
  return `${name} is unknown${by ? ` for ${by}` : ""}`;
}
