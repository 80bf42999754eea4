import { byId } from "./dom.ts";

/**
 * Tabs as the ARIA practices describe them: one of them can be reached with the Tab key, the arrow
 * keys, Home and End select another one (https://www.w3.org/WAI/ARIA/apg/patterns/tabs).
 */
export class Tabs<T extends string> {
  readonly #ids: readonly T[];
  readonly #onSelect: (tab: T) => void;
  #current: T;

  constructor(ids: readonly T[], first: T, onSelect: (tab: T) => void) {
    this.#ids = ids;
    this.#current = first;
    this.#onSelect = onSelect;
    for (const id of ids) {
      const tab = byId(`tab-${id}`);
      tab.addEventListener("click", () => this.select(id));
      tab.addEventListener("keydown", (event) => this.#move(event));
    }
    this.#draw();
  }

  get current(): T {
    return this.#current;
  }

  /** Shows a tab; with `focus`, the keyboard goes to it too. */
  select(id: T, focus = false): void {
    this.#current = id;
    this.#draw();
    if (focus) byId(`tab-${id}`).focus();
    this.#onSelect(id);
  }

  #move(event: KeyboardEvent): void {
    const at = this.#ids.indexOf(this.#current);
    const last = this.#ids.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.select(this.#ids[next]!, true);
  }

  #draw(): void {
    for (const id of this.#ids) {
      const isCurrent = id === this.#current;
      const tab = byId(`tab-${id}`);
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
      byId(`panel-${id}`).hidden = !isCurrent;
    }
  }
}
