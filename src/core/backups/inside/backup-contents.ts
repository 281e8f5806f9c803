import { z } from 'zod';
import { orAbsent } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import { getBackup } from '../get-backup.ts';
import { attributesOf } from './attributes-of.ts';
import { showValue, type Names } from './show-value.ts';
import { asTree, depthsOf } from './as-tree.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupReader } from '../../storages/vault.ts';

const CONTENTS_PAGE = 25;
/** References beyond this many are shown by id: naming one costs a look into the backup. */
const REFERENCES_NAMED = 100;

const TypeBody = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  parentId: z.string().nullable(),
  position: z.number(),
  abstract: z.boolean(),
  inherited: z.boolean(),
});
const ObjectBody = z.object({
  key: z.string(),
  label: z.string(),
  created: z.string(),
  updated: z.string(),
  values: z.record(z.string(), z.array(z.record(z.string(), z.json()))),
});
const UserBody = z.object({ displayName: z.string() });

export interface TypeInTree {
  id: string;
  name: string;
  description: string;
  depth: number;
  abstract: boolean;
  objectCount: number;
}
export interface ObjectLine {
  id: string;
  label: string;
}
export interface ObjectView {
  id: string;
  typeId: string;
  typeName: string;
  key: string;
  label: string;
  created: string;
  updated: string;
  attributes: { name: string; values: string[] }[];
}

/** A look inside a backup: everything here is read from the backup, nothing from Atlassian. */
export class BackupContents {
  readonly #backups: BackupStore;
  readonly #storages: Storages;

  constructor(deps: { backups: BackupStore; storages: Storages }) {
    this.#backups = deps.backups;
    this.#storages = deps.storages;
  }

  /**
   * The object types in the order of a tree, with their depth and the number of objects of each.
   * @throws NotFound, Damaged
   */
  async tree(
    tenantId: TenantId,
    backupId: RunId,
  ): Promise<{ backup: Backup; types: TypeInTree[] }> {
    const { reader, backup } = await this.#open(tenantId, backupId);
    const counts = await reader.countsByType('object');
    return {
      backup,
      types: inTreeOrder(await typesOf(reader)).map(({ type, depth }) => ({
        ...type,
        depth,
        objectCount: counts.get(type.id) ?? 0,
      })),
    };
  }

  /**
   * The objects of a type in pages of 25; `search` looks for a part of the label. @throws NotFound,
   * Damaged
   */
  async objects(
    tenantId: TenantId,
    backupId: RunId,
    typeId: string,
    options: { search?: string; page?: number },
  ): Promise<{
    type: { id: string; name: string };
    entries: ObjectLine[];
    total: number;
    page: number;
    pages: number;
  }> {
    const { reader } = await this.#open(tenantId, backupId);
    const type = TypeBody.parse(
      (await reader.get({ kind: 'objectType', type: '0', id: typeId })).body,
    );
    const page = Math.max(1, options.page ?? 1);
    const search = options.search?.trim();
    const { entries, total } = await reader.entries({
      kind: 'object',
      type: typeId,
      skip: (page - 1) * CONTENTS_PAGE,
      limit: CONTENTS_PAGE,
      ...(search ? { search } : {}),
    });
    return {
      type: { id: type.id, name: type.name },
      entries: entries.map(({ id, label }) => ({ id, label })),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / CONTENTS_PAGE)),
    };
  }

  /**
   * One object with all attributes of its type in their order, values in words. @throws NotFound,
   * Damaged
   */
  async object(
    tenantId: TenantId,
    backupId: RunId,
    typeId: string,
    objectId: string,
  ): Promise<ObjectView> {
    const { reader } = await this.#open(tenantId, backupId);
    const body = ObjectBody.parse(
      (await reader.get({ kind: 'object', type: typeId, id: objectId })).body,
    );
    const types = await typesOf(reader);
    const attributes = await attributesOf(reader, types, typeId);
    const names = await namesFor(reader, body.values);
    const others = Object.keys(body.values)
      .filter((id) => !attributes.some((attribute) => attribute.id === id))
      .map((id) => ({ id, name: `Attribute ${id}` }));
    const lines = [...attributes, ...others].map(({ id, name }) => ({
      name,
      values: (body.values[id] ?? []).map((value) => showValue(value, names)),
    }));
    const { key, label, created, updated } = body;
    return {
      id: objectId,
      typeId,
      typeName: types.find((type) => type.id === typeId)?.name ?? typeId,
      key,
      label,
      created,
      updated,
      attributes: lines,
    };
  }

  async #open(
    tenantId: TenantId,
    backupId: RunId,
  ): Promise<{ reader: BackupReader; backup: Backup }> {
    const backup = await getBackup(this.#backups, tenantId, backupId);
    return {
      reader: await this.#storages.open(tenantId, backup.storageId).openReader(backup),
      backup,
    };
  }
}

async function typesOf(reader: BackupReader): Promise<TreeType[]> {
  const types: TreeType[] = [];
  for await (const record of reader.records({ kind: 'objectType' }))
    types.push(TypeBody.parse(record.body));
  return types;
}

/** Names of the users that the values mention, and of referenced objects of the same backup. */
async function namesFor(
  reader: BackupReader,
  values: z.infer<typeof ObjectBody>['values'],
): Promise<Names> {
  const names: Names = { users: new Map(), objects: new Map() };
  const mentioned = Object.values(values).flat();
  const wanted = new Set(
    mentioned.map((value) => value['user']).filter((id) => typeof id === 'string'),
  );
  for (const accountId of wanted) {
    const record = await orAbsent(reader.get({ kind: 'user', type: '0', id: accountId }));
    if (record) names.users.set(accountId, UserBody.parse(record.body).displayName);
  }
  const references = new Set(
    mentioned.map((value) => value['object']).filter((id) => typeof id === 'string'),
  );
  const types = [...(await reader.countsByType('object')).keys()];
  for (const id of [...references].slice(0, REFERENCES_NAMED)) {
    for (const type of types) {
      const record = await orAbsent(reader.get({ kind: 'object', type, id }));
      if (!record) continue;
      names.objects.set(id, `${record.label} (${ObjectBody.parse(record.body).key})`);
      break;
    }
  }
  return names;
}

type TreeType = z.infer<typeof TypeBody>;

/** Roots by position, each followed by its children. */
function inTreeOrder(types: readonly TreeType[]): { type: TreeType; depth: number }[] {
  const tree = asTree(types).sort((a, b) => b.position - a.position || Number(b.id) - Number(a.id));
  const depths = depthsOf(tree);
  const children = Map.groupBy(tree, (type) => type.parentId);
  const ordered: { type: TreeType; depth: number }[] = [];
  const open = [...(children.get(null) ?? [])];
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    ordered.push({ type, depth: depths.get(type.id) ?? 0 });
    open.push(...(children.get(type.id) ?? []));
  }
  return ordered;
}
