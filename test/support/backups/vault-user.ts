import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { compareKeys } from '../../../src/storage/vault/manifest/entry.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import type { BackupRef } from '../../../src/core/storages/records/backup-header.ts';
import type {
  BackupWriter,
  SealedBackup,
  StoredRun,
} from '../../../src/core/storages/records/backup-writer.ts';
import type { Vault } from '../../../src/core/storages/vault.ts';

export const SITE = {
  siteUrl: 'https://alice.atlassian.net',
  workspaceId: 'w',
  schemaId: '1',
  schemaName: 'Things',
  schemaKey: 'T',
};
export const STRUCTURE: BackupRecord[] = [
  { kind: 'schema', type: '0', id: '1', label: 'Things', body: { id: '1' } },
  { kind: 'objectType', type: '0', id: '5', label: 'Box', body: { id: '5', parentId: null } },
  { kind: 'attribute', type: '5', id: '7', label: 'Name', body: { id: '7', objectTypeId: '5' } },
  { kind: 'user', type: '0', id: 'u1', label: 'Ann', body: { accountId: 'u1' } },
];
export const object = (id: number, text = `value of ${id}`): BackupRecord => ({
  kind: 'object',
  type: '5',
  id: String(id),
  label: `Object ${id}`,
  body: { id: String(id), typeId: '5', values: { '7': [{ value: text }] } },
});
export const objects = (count: number, text?: (id: number) => string): BackupRecord[] =>
  Array.from({ length: count }, (_none, at) => object(at + 1, text?.(at + 1)));

/** In the order of a manifest. */
export const sorted = (records: BackupRecord[]): BackupRecord[] => [...records].sort(compareKeys);

/** The name of whoever holds a run under this fence. */
const holderOf = (fence: number): string => `holder${fence}`;
export const claimedBy = (fence: number) => ({ fence, holder: holderOf(fence) });
/** A run that had holders under the fences 1 to 3. */
export const storedRun = (id: RunId): StoredRun => ({ id, holders: [1, 2, 3].map(holderOf) });

/**
 * Writes and reads backups in a vault, as a run does, and remembers what of them counts, as the
 * service database does.
 */
export class VaultUser {
  readonly vault: Vault;
  readonly tenantId: string;
  readonly #roots = new Map<RunId, string>();

  constructor(vault: Vault, tenantId: string) {
    this.vault = vault;
    this.tenantId = tenantId;
  }

  /** What counts of a backup; of one that this user did not seal, nothing. */
  ref(id: RunId): BackupRef {
    return { id, rootHash: this.#roots.get(id) ?? '' };
  }

  remember({ id, rootHash }: BackupRef): void {
    this.#roots.set(id, rootHash);
  }

  open(id: RunId, baseId?: RunId, fence = 1): Promise<BackupWriter> {
    const base = baseId && this.ref(baseId);
    return this.vault.openWriter({ runId: id, ...claimedBy(fence), base });
  }

  async finish(writer: BackupWriter, id: RunId): Promise<SealedBackup> {
    const sealed = await writer.finish({
      tenantId: this.tenantId,
      backupId: id,
      createdAt: '2026-11-23T00:00:00.000Z',
      site: SITE,
    });
    this.remember({ id, rootHash: sealed.rootHash });
    return sealed;
  }

  async seal(writer: BackupWriter, id: RunId): Promise<SealedBackup> {
    const sealed = await this.finish(writer, id);
    await this.vault.tidyRun(storedRun(id), this.ref(id));
    return sealed;
  }

  async backUp(records: BackupRecord[], baseId?: RunId): Promise<SealedBackup & { id: RunId }> {
    const id = newRunId();
    const writer = await this.open(id, baseId);
    for (const record of records) await writer.put(record);
    return { id, ...(await this.seal(writer, id)) };
  }

  async readAll(id: RunId): Promise<BackupRecord[]> {
    const records: BackupRecord[] = [];
    for await (const record of (await this.vault.openReader(this.ref(id))).records({}))
      records.push(record);
    return records;
  }

  async damage(id: RunId): Promise<string[]> {
    return (await this.vault.verify(this.ref(id), {})).damage;
  }
}
