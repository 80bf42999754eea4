import type { Range } from "../../document/source.ts";
import { simulatedText } from "../../report/schedule/schedule-report.ts";
import { joinList, plural } from "../../util/text.ts";
import type { CalendarDay, PageContent, ScheduleAnswer } from "../core/protocol.ts";
import { type Client, showAnswer } from "./client.ts";
import { field, placeButton, plainChoices, select } from "./controls.ts";
import { byId, type Child, h, show } from "./dom.ts";

/** The number of weeks that the calendar shows. */
const WEEKS = 4;

/** The names of triggers that one cell shows for one day. */
const SHOWN_RUNS = 4;

/** The parts of the page that the calendar uses. */
interface ScheduleHost {
  readonly answer: ScheduleAnswer;
  /** The first day, `2026-05-04`, a Monday. */
  readonly monday: string;
  /** The day that is today in the zone. */
  readonly today: string;
  /** The zone of the calendar; undefined for UTC. */
  readonly zone: string | undefined;
  /** The zone of the browser. */
  readonly ownZone: string;
  setZone(zone: string | undefined): void;
  reveal(path: string, range: Range): void;
}

/** The calendar of cron runs, in the zone that was chosen for it. */
export class SchedulePanel {
  readonly #client: Client;
  readonly #content: () => PageContent;
  readonly #reveal: ScheduleHost["reveal"];
  #zone: string | undefined;

  constructor(client: Client, content: () => PageContent, reveal: ScheduleHost["reveal"]) {
    this.#client = client;
    this.#content = content;
    this.#reveal = reveal;
  }

  /** Draws the runs of the present weeks. */
  async ask(): Promise<void> {
    const zone = this.#zone;
    const today = todayIn(zone);
    const monday = mondayOf(today);
    // A day more on both sides covers every zone.
    const [from, to] = [addDays(monday, -1), addDays(monday, WEEKS * 7 + 1)];
    const request = {
      ...this.#content(),
      from: `${from}T00:00:00Z`,
      to: `${to}T00:00:00Z`,
      ...(zone && { zone }),
    };
    await showAnswer(["schedule"], this.#client.ask("schedule", request), (answer: ScheduleAnswer) =>
      drawSchedule(byId("schedule"), {
        answer,
        monday,
        today,
        zone,
        ownZone: ownZone(),
        setZone: (chosen) => {
          this.#zone = chosen;
          void this.ask();
        },
        reveal: this.#reveal,
      }),
    );
  }
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function todayIn(zone: string | undefined): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone ?? "UTC", dateStyle: "short" }).format(new Date());
}

/** Draws the runs of all cron triggers, a row for each week. */
function drawSchedule(element: HTMLElement, host: ScheduleHost): void {
  const { triggers, leftOut, cut } = host.answer;
  show(
    element,
    triggers.length + leftOut.length === 0
      ? h("p", { class: "empty" }, "These specs have no cron trigger.")
      : [zoneSelect(host), legend(host), leftOutList(host), clashes(host), calendar(host)],
    cut &&
      h("p", { class: "note warn" }, "There are too many runs to list all of them: the calendar ends early."),
  );
}

function zoneSelect({ zone, ownZone, setZone }: ScheduleHost): HTMLElement {
  const choices = plainChoices(ownZone === "UTC" ? ["UTC"] : ["UTC", ownZone]);
  const set = (chosen: string): void => setZone(chosen === "UTC" ? undefined : chosen);
  return field("Clock", select({ key: "zone", choices, value: zone ?? "UTC", set }));
}

function legend({ answer, reveal }: ScheduleHost): HTMLElement {
  return h(
    "ul",
    { class: "legend" },
    answer.triggers.map((each, index) => {
      const { path, range } = each;
      const simulated = simulatedText(each);
      return h(
        "li",
        {},
        h("span", { class: `swatch c${index % COLOURS}`, "aria-hidden": "true" }),
        h("strong", {}, each.trigger),
        ` ${each.pipeline} `,
        placeButton(range, () => reveal(path, range), `cron ${index}`),
        h("p", {}, h("code", {}, each.expression), ` ${each.words}; ${each.frequency}`),
        simulated !== null && h("p", { class: "muted small" }, simulated),
        each.notes.map((note) => h("p", { class: "note warn" }, note)),
      );
    }),
  );
}

/** The number of colours of triggers in the style sheet. */
const COLOURS = 6;

function leftOutList({ answer: { leftOut }, reveal }: ScheduleHost): Child {
  return leftOut.map(({ trigger, pipeline, path, range, message }, index) =>
    h(
      "p",
      { class: "note bad" },
      h("strong", {}, `${pipeline} ${trigger}`),
      ` has no runs: ${message} `,
      placeButton(range, () => reveal(path, range), `left ${index}`),
    ),
  );
}

/** The instants from today on at which several triggers run. */
function clashes({ answer: { days: known, triggers }, monday, today }: ScheduleHost): Child {
  const end = addDays(monday, WEEKS * 7);
  const days = known.filter(({ date }) => date >= today && date < end);
  const all = days.reduce((sum, { instantsTogether }) => sum + instantsTogether, 0);
  if (all === 0) return null;
  const groups = new Map<string, { readonly names: string; count: number; readonly first: string }>();
  for (const { date, together } of days)
    for (const { time, triggers: ids } of together) {
      const names = joinList(ids.map((id) => `${triggers[id]!.pipeline} ${triggers[id]!.trigger}`));
      const group = groups.get(names) ?? { names, count: 0, first: `${date} ${time}` };
      group.count++;
      groups.set(names, group);
    }
  return h(
    "div",
    { class: "note warn" },
    h("strong", {}, `Several at one instant, ${plural(all, "time")}:`),
    h(
      "ul",
      {},
      [...groups.values()].slice(0, 6).map(({ names, first }) => h("li", {}, `${names}, first at ${first}`)),
    ),
  );
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function calendar(host: ScheduleHost): HTMLElement {
  const known = new Map(host.answer.days.map((day) => [day.date, day]));
  const dates = Array.from({ length: WEEKS * 7 }, (_, index) => addDays(host.monday, index));
  return h(
    "div",
    { class: "calendar" },
    h(
      "div",
      { class: "weekdays", "aria-hidden": "true" },
      WEEKDAYS.map((day) => h("span", {}, day)),
    ),
    h(
      "ol",
      {},
      dates.map((date, index) => dayCell(date, WEEKDAYS[index % 7]!, known.get(date), host)),
    ),
  );
}

function dayCell(
  date: string,
  weekday: string,
  day: CalendarDay | undefined,
  host: ScheduleHost,
): HTMLElement {
  const { today, answer } = host;
  const past = date < today;
  const runs = day?.runs ?? [];
  const more = runs.length - SHOWN_RUNS;
  return h(
    "li",
    {
      class: `day${past ? " past" : ""}${date === today ? " today" : ""}${runs.length === 0 ? " none" : ""}`,
    },
    h(
      "h2",
      { class: "muted small" },
      h("span", { class: "weekday" }, `${weekday} `),
      h("span", { class: "hidden" }, date),
      h(
        "span",
        { "aria-hidden": "true" },
        date.endsWith("-01") ? date.slice(5) : String(Number(date.slice(8))),
      ),
    ),
    day !== undefined &&
      day.instantsTogether > 0 &&
      h("p", { class: "clash", title: day.together.map(({ time }) => time).join(", ") }, clashText(day)),
    h(
      "ul",
      {},
      runs.slice(0, SHOWN_RUNS).map(({ trigger, count, times }) => {
        const { trigger: name, pipeline } = answer.triggers[trigger]!;
        const when = count <= 2 ? joinList(times) : `${count} ×`;
        const title = `${pipeline} ${name}: ${joinList(times)}${count > times.length ? " …" : ""}`;
        return h(
          "li",
          { class: `run c${trigger % COLOURS}`, title },
          h("span", { class: "when" }, when),
          ` ${name}`,
        );
      }),
      more > 0 && h("li", { class: "muted" }, `and ${more} more`),
    ),
  );
}

/** The first instant with several runs: `⚑ 4 at 03:00`. */
function clashText({ together, instantsTogether }: CalendarDay): string {
  const [first] = together;
  const more = instantsTogether > 1 ? ` (+${instantsTogether - 1})` : "";
  return `⚑ ${first!.triggers.length} at ${first!.time}${more}`;
}

/** Returns the date some days after another one. */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Returns the Monday of the week of a date. */
function mondayOf(date: string): string {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}
