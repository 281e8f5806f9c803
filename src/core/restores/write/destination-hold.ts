import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { occupySchema } from '../../catalog/occupy-schema.ts';
import { orAbsent, Refused } from '../../kernel/errors.ts';
import { catalogId } from '../../kernel/ids.ts';
import { readOrMend } from '../../runs/read-or-mend.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { RestoreStore } from '../report/restore-line.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreRun } from '../restore-kind.ts';

interface HoldDeps {
  runs: RunStore;
  catalog: CatalogStore;
  restores: RestoreStore;
}

/**
 * Keeps the schema that a restore writes to from other restores, on whatever tenant, and from
 * backups.
 */
export class DestinationHold {
  readonly #deps: HoldDeps;

  constructor(deps: HoldDeps) {
    this.#deps = deps;
  }

  /**
   * To be called before anything is read. Repeatable by the same run. @throws Refused
   * `target-occupied`
   */
  async take(run: RestoreRun): Promise<void> {
    const { input } = run;
    await this.#claim(run, nameOf(input));
    if (input.occupies === undefined) return;
    const id = catalogId(input.occupies);
    if (!(await occupySchema(this.#deps, run.tenantId, id, run.id)))
      throw new Refused(
        'target-occupied',
        'This schema is being backed up, or another restore is writing to it. Wait for it to finish or stop it, then resume this restore.',
      );
  }

  /** To be called when a new schema has its id. @throws Refused `target-occupied` */
  async takeMade(run: RestoreRun, schemaId: string): Promise<void> {
    await this.#claim(run, nameOfMade(run.input, schemaId));
  }

  /**
   * To be called when the run has ended: releases everything it held, whichever attempt took it.
   */
  async release({ tenantId, id, input }: RestoreRun): Promise<void> {
    const { restores, catalog } = this.#deps;
    await restores.releaseAll(tenantId, id);
    if (input.occupies !== undefined) await catalog.vacate(tenantId, catalogId(input.occupies), id);
  }

  async #claim({ tenantId, id }: RestoreRun, name: string): Promise<void> {
    const { restores, runs } = this.#deps;
    const { taken, holder } = await restores.claim(name, tenantId, id);
    if (taken) return;
    const other = await orAbsent(readOrMend(runs, holder.tenantId, holder.runId));
    const isHeld = other !== undefined && isOpen(other);
    if (isHeld || !(await restores.takeOver(name, holder.runId, tenantId, id)))
      throw new Refused(
        'target-occupied',
        'Another restore is writing to this schema. Wait for it to finish or stop it, then resume this one.',
      );
  }
}

/** Names the schema on its site: an existing one by its id, a new one by its key. */
const nameOf = ({ place, schema }: RestoreInput): string =>
  `${place.siteKey}:${schema.kind === 'existing' ? schema.id : `new ${schema.key}`}`;

const nameOfMade = ({ place }: RestoreInput, schemaId: string): string =>
  `${place.siteKey}:${schemaId}`;
