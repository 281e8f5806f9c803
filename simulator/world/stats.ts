import type { AddressForm } from '../http/read-address.ts';

export interface Counts {
  calls: number;
  limited: number;
}
/** `byTemplate` is sorted. */
export interface StatsJson extends Counts {
  concurrentPeak: number;
  byTemplate: Record<string, Counts>;
  /** Calls by the form of address that they came by. */
  byForm: Partial<Record<AddressForm, number>>;
}

/** Counts calls by method and path template. */
export class Stats {
  #calls = 0;
  #limited = 0;
  #concurrent = 0;
  #peak = 0;
  #byTemplate = new Map<string, Counts>();
  #byForm: Partial<Record<AddressForm, number>> = {};

  /** Calls that are under way. */
  get concurrent(): number {
    return this.#concurrent;
  }

  begin(): void {
    this.#concurrent += 1;
    this.#peak = Math.max(this.#peak, this.#concurrent);
  }

  end(template: string, form: AddressForm, status: number): void {
    this.#concurrent -= 1;
    const limited = status === 429 ? 1 : 0;
    this.#calls += 1;
    this.#byForm[form] = (this.#byForm[form] ?? 0) + 1;
    this.#limited += limited;
    const counts = this.#byTemplate.get(template) ?? { calls: 0, limited: 0 };
    this.#byTemplate.set(template, { calls: counts.calls + 1, limited: counts.limited + limited });
  }

  get json(): StatsJson {
    return {
      calls: this.#calls,
      limited: this.#limited,
      concurrentPeak: this.#peak,
      byTemplate: Object.fromEntries([...this.#byTemplate].sort(([a], [b]) => (a < b ? -1 : 1))),
      byForm: { ...this.#byForm },
    };
  }

  reset(): void {
    this.#calls = 0;
    this.#limited = 0;
    this.#peak = this.#concurrent;
    this.#byTemplate = new Map();
    this.#byForm = {};
  }
}
