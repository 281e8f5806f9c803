import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { Value } from '../../../simulator/site/records/model.ts';
import type { RunningApp } from '../running-app.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { serviceStorages } from './service-storages.ts';
import { testKeyRing } from '../test-key-ring.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { runId, tenantId } from '../../../src/core/kernel/ids.ts';

/** Everything that a backup holds, read through the vault as the service reads it. */
export async function readBackup(running: RunningApp, backupId: string): Promise<BackupRecord[]> {
  const service = await connectDatabase(running.uri, running.databases.service);
  const storage = await connectDatabase(running.uri, running.databases.storage);
  try {
    const backup = await service
      .collection<{ _id: string; tenantId: string; rootHash: string }>('backups')
      .findOne({ _id: backupId });
    const keys = new TenantKeys(service, testKeyRing(running.env()['KEY_RING']!));
    const reader = await serviceStorages(storage, keys)
      .open(tenantId(backup!.tenantId), 'service')
      .openReader({ id: runId(backupId), rootHash: backup!.rootHash });
    const records: BackupRecord[] = [];
    for await (const record of reader.records({})) records.push(record);
    return records;
  } finally {
    await service.close();
    await storage.close();
  }
}

/**
 * The objects of a backup in a form that can be compared with the site: id → type, label, update,
 * values.
 */
export function objectsOf(records: BackupRecord[]): Map<string, object> {
  return new Map(
    records
      .filter((record) => record.kind === 'object')
      .map(({ id, body }) => {
        const { typeId, label, updated, values } = body as {
          typeId: string;
          label: string;
          updated: string;
          values: Record<string, Record<string, string>[]>;
        };
        return [
          id,
          {
            typeId,
            label,
            updated,
            values: Object.fromEntries(
              Object.entries(values).map(([attribute, list]) => [
                attribute,
                list.map(({ name: _name, ...value }) => value),
              ]),
            ),
          },
        ];
      }),
  );
}

/** The same of the pretend site, straight from its state. */
export function objectsOfSite({ world }: Simulator, schemaId: number): Map<string, object> {
  const { site } = world;
  const shown = (value: Value): object => {
    if (typeof value === 'string') return { value };
    if ('ref' in value) return { object: String(value.ref) };
    if ('status' in value) return { status: String(value.status) };
    return value;
  };
  return new Map(
    site
      .typesOf(schemaId)
      .flatMap((type) => site.objects.idsOfType(type.id))
      .map((id) => {
        const object = site.objects.get(id)!;
        const values = Object.entries(object.values)
          .filter(([, list]) => list.length > 0)
          .map(([attribute, list]) => [attribute, list.map(shown)]);
        return [
          String(id),
          {
            typeId: String(object.typeId),
            label: site.labelOf(object),
            updated: new Date(object.updated).toISOString(),
            values: Object.fromEntries(values),
          },
        ];
      }),
  );
}

/** The schema of that name on the pretend site. */
export const schemaIdOf = ({ world }: Simulator, name: string): number =>
  [...world.site.schemas.values()].find((schema) => schema.name === name)!.id;
