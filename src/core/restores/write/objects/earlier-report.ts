import type { LeftOut, Outcome, RestoreStore } from '../../report/restore-line.ts';
import type { RunId, TenantId } from '../../../kernel/ids.ts';
import { isRefused, isUndecided } from '../refused/refused-value.ts';

/** What the report of a restore said before an interruption. */
export class EarlierReport {
  readonly #restores: RestoreStore;
  readonly #run: { tenantId: TenantId; id: RunId };

  constructor(restores: RestoreStore, run: { tenantId: TenantId; id: RunId }) {
    this.#restores = restores;
    this.#run = run;
  }

  /**
   * Values that the site refused for objects with this outcome, and values that were held back
   * because they might have been the reason; by the backup's id.
   */
  async refused(outcome: Outcome): Promise<Map<string, LeftOut[]>> {
    const refused = new Map<string, LeftOut[]>();
    for await (const { sourceId, leftOut = [] } of this.#lines(outcome)) {
      const bySite = leftOut.filter((each) => isRefused(each) || isUndecided(each));
      if (bySite.length > 0) refused.set(sourceId, bySite);
    }
    return refused;
  }

  /** Objects that were changed: the backup's id → the key there. */
  async updated(): Promise<Map<string, string>> {
    const updated = new Map<string, string>();
    for await (const { sourceId, targetKey = '' } of this.#lines('updated'))
      updated.set(sourceId, targetKey);
    return updated;
  }

  #lines(outcome: Outcome) {
    return this.#restores.lines(this.#run.tenantId, this.#run.id, outcome);
  }
}
