import { z } from 'zod';
import { lookUpObjects } from '../../../assets/reading/read-objects-by-id.ts';
import type { BackupStore } from '../../../backups/backup-store.ts';
import type { CatalogSchema, CatalogStore } from '../../../catalog/catalog-store.ts';
import { orAbsent, ProductError } from '../../../kernel/errors.ts';
import type { TenantId } from '../../../kernel/ids.ts';
import type { SiteAccess } from '../../../sites/access/site-access.ts';
import type { SiteStore, SourceSite } from '../../../sites/site.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import type { Storages } from '../../../storages/storages.ts';

/** A schema that references of the backup lead to. */
export interface OutsideSchema {
  name: string;
  key: string;
  catalogId?: string | undefined;
  /** Its last good backup. */
  backupId?: string | undefined;
}

interface OutsideObject {
  key: string;
  label: string;
  schema?: OutsideSchema | undefined;
}

/** What is known of the objects that a backup names and does not hold. */
export interface OutsideObjects {
  /** By id, as far as they are known. */
  objects: ReadonlyMap<string, OutsideObject>;
  /** The schemas of object types, by the type's id. */
  types: ReadonlyMap<string, OutsideSchema>;
}

export const NOTHING_OUTSIDE: OutsideObjects = { objects: new Map(), types: new Map() };

export interface OutsideDeps {
  access: SiteAccess;
  backups: BackupStore;
  storages: Storages;
  sites: Pick<SiteStore, 'sources'>;
  catalog: Pick<CatalogStore, 'all'>;
}

interface OutsideRequest {
  tenantId: TenantId;
  /** Key of the site that was backed up. */
  sourceKey: string;
  /** The destination is that site: it has been asked for these objects. */
  isSameSite: boolean;
  ids: readonly string[];
  /** The types that attributes want them to be of. */
  typeIds: readonly string[];
  signal: AbortSignal;
}

/** Schemas whose last backups are looked into. */
const MAX_BACKUPS = 30;

/**
 * Finds out what missing objects are called and which schema they are from: by asking the site that
 * was backed up, else in the last backups of its other schemas. It helps a person to decide and is
 * no reason to have no plan: what cannot be asked stays unknown.
 */
export async function findOutsideObjects(
  deps: OutsideDeps,
  request: OutsideRequest,
): Promise<OutsideObjects> {
  if (request.ids.length === 0) return NOTHING_OUTSIDE;
  const { tenantId, sourceKey } = request;
  const site = (await deps.sites.sources(tenantId)).find(({ key }) => key === sourceKey);
  if (!site) return NOTHING_OUTSIDE;
  const schemas = await deps.catalog.all(tenantId, site.id);
  const search = new OutsideSearch(deps, request, schemas);
  if (!request.isSameSite) await ignoreProductErrors(search.askSite(site));
  await search.lookIntoBackups();
  return search.found;
}

class OutsideSearch {
  readonly #deps: OutsideDeps;
  readonly #request: OutsideRequest;
  readonly #schemas: readonly CatalogSchema[];
  readonly #objects = new Map<string, OutsideObject>();
  readonly #types = new Map<string, OutsideSchema>();

  constructor(deps: OutsideDeps, request: OutsideRequest, schemas: readonly CatalogSchema[]) {
    this.#deps = deps;
    this.#request = request;
    this.#schemas = schemas;
  }

  get found(): OutsideObjects {
    return { objects: this.#objects, types: this.#types };
  }

  async askSite({ id, tenantId, disconnectedAt }: SourceSite): Promise<void> {
    if (disconnectedAt) return;
    const { ids, signal } = this.#request;
    const { assets } = await this.#deps.access.open(tenantId, id, { page: true });
    for await (const { objects } of lookUpObjects(assets, ids, signal))
      for (const object of objects) this.#note(object);
  }

  /** Until everything is known that can be. */
  async lookIntoBackups(): Promise<void> {
    const backedUp = this.#schemas.filter(({ lastBackupId }) => lastBackupId);
    for (const schema of backedUp.slice(0, MAX_BACKUPS)) {
      if (this.#unknown().length === 0 && this.#unknownTypes().length === 0) return;
      this.#request.signal.throwIfAborted();
      await ignoreProductErrors(this.#lookInto(schema));
    }
  }

  async #lookInto(schema: CatalogSchema): Promise<void> {
    const { tenantId, lastBackupId } = schema;
    const backup = lastBackupId && (await orAbsent(this.#deps.backups.get(tenantId, lastBackupId)));
    if (!backup) return;
    const vault = this.#deps.storages.open(tenantId, backup.storageId);
    const reader = await vault.openReader(backup);
    const types = await typesOf(reader);
    const wanted = new Set(this.#request.typeIds.filter((id) => types.has(id)));
    if (wanted.size === 0) return;
    for (const id of wanted) this.#types.set(id, toOutsideSchema(schema));
    const keys = this.#unknown().flatMap((id) =>
      [...below(wanted, types)].map((type) => ({ kind: 'object' as const, type, id })),
    );
    for (const { id, body } of await reader.getMany(keys))
      this.#note({ id, ...NamedBody.parse(body) });
  }

  #note({ id, key, label }: { id: string; key: string; label: string }): void {
    const prefix = key.slice(0, key.lastIndexOf('-'));
    const schema = this.#schemas.find((each) => each.key === prefix);
    this.#objects.set(id, { key, label, schema: schema && toOutsideSchema(schema) });
  }

  #unknown(): string[] {
    return this.#request.ids.filter((id) => !this.#objects.has(id));
  }

  #unknownTypes(): string[] {
    return this.#request.typeIds.filter((id) => !this.#types.has(id));
  }
}

const NamedBody = z.object({ key: z.string(), label: z.string() });
const TypeBody = z.object({ id: z.string(), parentId: z.string().nullable() });

/** Each type of the backup with its parent. */
async function typesOf(reader: BackupReader): Promise<Map<string, string | null>> {
  const types = new Map<string, string | null>();
  for await (const { body } of reader.records({ kind: 'objectType' })) {
    const { id, parentId } = TypeBody.parse(body);
    types.set(id, parentId);
  }
  return types;
}

/** These types and all that stand below them. */
function below(
  wanted: ReadonlySet<string>,
  types: ReadonlyMap<string, string | null>,
): Set<string> {
  const found = new Set(wanted);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [id, parentId] of types) if (parentId && found.has(parentId)) found.add(id);
  }
  return found;
}

const toOutsideSchema = ({ id, name, key, lastBackupId }: CatalogSchema): OutsideSchema => ({
  name,
  key,
  catalogId: id,
  backupId: lastBackupId,
});

/** What a site or a damaged backup does not say is not needed. @throws all but ProductError */
async function ignoreProductErrors(asked: Promise<void>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
  }
}
