import { HttpError } from '../http/http-error.ts';
import type { Settings } from './settings.ts';

/** Fixed windows, as Atlassian counts: so many requests a minute in all, and to one endpoint. */
export class Limits {
  #startedAt = 0;
  #total = 0;
  #byTemplate = new Map<string, number>();

  /** @throws HttpError 429 */
  take(settings: Settings, template: string, now: number): void {
    if (settings.totalLimit === 0 && settings.limitPerMinute === 0) return;
    if (now - this.#startedAt >= settings.limitWindowMs) {
      this.#startedAt = now;
      this.#total = 0;
      this.#byTemplate.clear();
    }
    const count = this.#byTemplate.get(template) ?? 0;
    const over =
      (settings.totalLimit > 0 && this.#total >= settings.totalLimit) ||
      (settings.limitPerMinute > 0 && count >= settings.limitPerMinute);
    if (over) {
      const seconds = Math.max(
        1,
        Math.ceil((this.#startedAt + settings.limitWindowMs - now) / 1000),
      );
      throw new HttpError(
        429,
        ['Rate limit exceeded.'],
        {},
        settings.retryAfter ? { 'retry-after': String(seconds) } : {},
      );
    }
    this.#total += 1;
    this.#byTemplate.set(template, count + 1);
  }
}
