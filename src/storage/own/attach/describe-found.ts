import type { FoundBackup } from '../../../core/storages/records/backup-header.ts';
import type { OfferedSchema, StorageOffer } from '../../../core/storages/storage-offers.ts';

/** How many unreadable backups are named. */
const MAX_NAMED = 20;

type Described = Pick<
  StorageOffer,
  'schemas' | 'backups' | 'unreadable' | 'unreadableCount' | 'newerCount'
>;

/** What the backups of a storage are, by schema, in the order of their names. */
export function describeFound(found: readonly FoundBackup[]): Described {
  const schemas = new Map<string, OfferedSchema>();
  const unreadable: { id: string; why: string }[] = [];
  let newerCount = 0;
  for (const backup of found) {
    if (!backup.header) {
      unreadable.push({ id: backup.id, why: backup.why });
      if (backup.isNewer) newerCount += 1;
      continue;
    }
    const { site, createdAt, counts } = backup.header;
    const key = JSON.stringify([site.workspaceId, site.schemaId]);
    schemas.set(key, addTo(schemas.get(key), site, new Date(createdAt), counts['object'] ?? 0));
  }
  return {
    schemas: [...schemas.values()].toSorted((a, b) => a.name.localeCompare(b.name)),
    backups: found.length - unreadable.length,
    unreadable: unreadable.slice(0, MAX_NAMED),
    unreadableCount: unreadable.length,
    newerCount,
  };
}

/** Names are those of the newest backup. */
function addTo(
  before: OfferedSchema | undefined,
  site: { siteUrl: string; schemaName: string; schemaKey: string },
  at: Date,
  objects: number,
): OfferedSchema {
  const names = { siteUrl: site.siteUrl, name: site.schemaName, key: site.schemaKey };
  if (!before) return { ...names, backups: 1, first: at, last: at, objects };
  const backups = before.backups + 1;
  if (at >= before.last) return { ...names, backups, first: before.first, last: at, objects };
  return { ...before, backups, first: at < before.first ? at : before.first };
}
