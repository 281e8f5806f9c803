import type { Page } from '../../kernel/page.ts';
import type { Person } from '../../kernel/person.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import { isSameName } from '../../kernel/is-same-name.ts';
import { queueOnce } from '../../runs/ask-for-run.ts';
import { isOfKind, type ShownRun } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen, type Run } from '../../runs/run.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { assertAllReadable } from '../../backups/delete/assert-all-readable.ts';
import { assertNotHeld } from '../../backups/keep/assert-not-held.ts';
import { deleteSchemaKind } from '../../backups/delete/delete-schema.ts';
import { syncKind } from '../../catalog/catalog-sync.ts';
import type { SiteKinds } from '../../sites/site-kinds.ts';
import type { Schedule, ScheduleStore } from '../../schedules/schedule.ts';
import type {
  CatalogFilter,
  CatalogPlaces,
  CatalogSchema,
  CatalogStore,
} from '../../catalog/catalog-store.ts';
import { selectSchemas } from './select-schemas.ts';

export interface GridRow {
  schema: CatalogSchema;
  /** The kind of its site, as administrators call it. */
  location: string;
  /** The schema's open run, if there is one. */
  run?: Run | undefined;
  shownRun?: ShownRun | undefined;
  schedule?: Schedule | undefined;
}
export interface GridPage extends Page<GridRow> {
  sites: CatalogPlaces['sites'];
  /** The kinds of these sites, with what administrators call them. */
  locations: { kind: string; label: string }[];
  /** The sync in progress. */
  sync?: Run | undefined;
}

/** The list of synced schemas, each with its current work and its schedule. */
export class Grid {
  readonly #catalog: CatalogStore;
  readonly #backups: Pick<BackupStore, 'outlines'>;
  readonly #runs: RunStore;
  readonly #schedules: ScheduleStore;
  readonly #runKinds: RunKinds;
  readonly #siteKinds: SiteKinds;

  constructor(deps: {
    catalog: CatalogStore;
    backups: Pick<BackupStore, 'outlines'>;
    runs: RunStore;
    schedules: ScheduleStore;
    runKinds: RunKinds;
    siteKinds: SiteKinds;
  }) {
    this.#runKinds = deps.runKinds;
    this.#siteKinds = deps.siteKinds;
    this.#catalog = deps.catalog;
    this.#backups = deps.backups;
    this.#runs = deps.runs;
    this.#schedules = deps.schedules;
  }

  async page(tenantId: TenantId, filter: CatalogFilter): Promise<GridPage> {
    const [found, open] = await Promise.all([
      this.#catalog.list(tenantId, filter),
      this.#runs.open(tenantId),
    ]);
    const sync = open.find((run) => isOfKind(run, syncKind));
    const rows = await this.#rows(tenantId, found.items);
    const locations = found.locations.map((kind) => ({
      kind,
      label: this.#siteKinds.labelOf(kind),
    }));
    return { ...found, items: rows, locations, sync };
  }

  /** Every schema that the grid may show, by name. */
  async schemas(tenantId: TenantId): Promise<CatalogSchema[]> {
    return selectSchemas(await this.#catalog.listed(tenantId), {});
  }

  /** @throws NotFound */
  async row(tenantId: TenantId, id: CatalogId): Promise<GridRow> {
    const [row] = await this.#rows(tenantId, [await this.#catalog.get(tenantId, id)]);
    if (!row) throw new NotFound();
    return row;
  }

  /** Two queries, however many runs are in hand elsewhere. */
  async #rows(tenantId: TenantId, schemas: CatalogSchema[]): Promise<GridRow[]> {
    const active = schemas.flatMap(({ activeRunId }) => activeRunId ?? []);
    const [runs, schedules] = await Promise.all([
      active.length > 0 ? this.#runs.find(tenantId, active) : [],
      this.#schedules.find(
        tenantId,
        schemas.map(({ id }) => id),
      ),
    ]);
    return schemas.map((schema) => {
      const run = runs.find((each) => each.id === schema.activeRunId && isOpen(each));
      const schedule = schedules.find(({ catalogId }) => catalogId === schema.id);
      const location = this.#siteKinds.labelOf(schema.location);
      return { schema, location, run, shownRun: run && this.#runKinds.of(run)?.shown, schedule };
    });
  }

  /**
   * Deletes a schema from the list. One that Assets still has is only hidden until the next sync;
   * one that was deleted there goes for good with its backups, once its name was typed. @throws
   * NotFound, InvalidInput `name`, Conflict `schema-not-visible`
   */
  async delete(
    tenantId: TenantId,
    id: CatalogId,
    typedName: string,
    by: Person,
  ): Promise<{ schema: CatalogSchema; outcome: 'hidden' | 'removing' }> {
    const schema = await this.#catalog.get(tenantId, id);
    switch (schema.status) {
      case 'not-visible':
        throw new Conflict(
          'schema-not-visible',
          "This account can't see this schema, so nothing was deleted. Give it access or change the account in Settings, then sync again.",
        );
      case 'active':
        await this.hide(tenantId, id);
        return { schema, outcome: 'hidden' };
      case 'deleted':
        await this.removeDeleted(tenantId, id, typedName, by);
        return { schema, outcome: 'removing' };
    }
  }

  /**
   * Hides an active schema until the next sync; backups stay. @throws NotFound, Conflict when it is
   * not active
   */
  async hide(tenantId: TenantId, id: CatalogId): Promise<void> {
    const schema = await this.#catalog.get(tenantId, id);
    if (schema.status === 'deleted')
      throw new Conflict(
        'schema-deleted',
        'This schema has been deleted from Assets. Reload the page.',
      );
    await this.#catalog.hide(tenantId, id);
  }

  /**
   * Takes `hide` back. @throws NotFound, Conflict where it was deleted from Assets meanwhile: it
   * may be on its way out
   */
  async unhide(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema> {
    const schema = await this.#catalog.get(tenantId, id);
    if (schema.status === 'deleted')
      throw new Conflict(
        'schema-deleted',
        'This schema was deleted from Assets meanwhile. Sync schemas to list it again.',
      );
    await this.#catalog.unhide(tenantId, id);
    return schema;
  }

  /**
   * Queues the removal of a schema that was deleted from Assets, with all its backups. @throws
   * NotFound, InvalidInput `name`, Conflict `schema-not-deleted` | `backup-held`, Damaged if one of
   * them can't be read
   */
  async removeDeleted(
    tenantId: TenantId,
    id: CatalogId,
    typedName: string,
    by: Person,
  ): Promise<Run> {
    const schema = await this.#catalog.get(tenantId, id);
    if (schema.status !== 'deleted')
      throw new Conflict(
        'schema-not-deleted',
        'Only a schema that no longer exists in Assets can be deleted with its backups.',
      );
    if (!isSameName(typedName, schema.name))
      throw new InvalidInput({
        name: "The name doesn't match. Enter the name of the schema as shown.",
      });
    await this.assertRemovable(tenantId, schema);
    const run = await queueOnce(this.#runs, {
      tenantId,
      kind: deleteSchemaKind,
      input: undefined,
      catalogId: id,
      requestedBy: by,
    });
    await this.#catalog.hide(tenantId, id);
    return run;
  }

  /**
   * @throws Conflict `backup-held` where a person wants one of its backups to be kept, Damaged
   * where one can't be read
   */
  async assertRemovable(tenantId: TenantId, schema: CatalogSchema): Promise<void> {
    const found = await this.#backups.outlines(tenantId, schema.id);
    assertNotHeld(schema, found.backups);
    assertAllReadable(found);
  }
}
