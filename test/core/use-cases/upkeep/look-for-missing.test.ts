import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import { Unavailable } from '../../../../src/core/kernel/errors.ts';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { LookForMissing } from '../../../../src/core/use-cases/upkeep/look-for-missing.ts';

const HOUR = 3_600_000;

/** Backups b1 to b4, by turns in a storage that answers and in one that does not. */
function looking() {
  const time = { monotonic: 0 };
  const looks: string[] = [];
  const backups = ['b1', 'b2', 'b3', 'b4'].map((id, at) => ({
    id: runId(id),
    tenantId: tenantId('t'),
    storageId: at % 2 === 0 ? 'answers' : 'silent',
    rootHash: '',
  }));
  const look = new LookForMissing({
    clock: { now: () => 0, monotonicMs: () => time.monotonic, sleep: async () => undefined },
    backups: {
      nextAfter: async (after: string) => backups.find(({ id }) => id > after) as Backup,
    } as never,
    runs: {} as never,
    catalog: {} as never,
    storages: {
      open: (_tenant: unknown, storage: string) => ({
        missing: async () => {
          looks.push(storage);
          if (storage === 'silent') throw new Unavailable('storage-unavailable', 'silent');
          return [];
        },
      }),
    } as never,
  });
  /** What was asked while every backup came up once. */
  const walk = async (): Promise<string[]> => {
    looks.length = 0;
    // One round is the turn from the last backup to the first.
    for (let round = 0; round <= backups.length; round += 1) await look.round();
    return looks.filter((storage) => storage === 'silent');
  };
  return { time, walk, looks };
}

test('a storage that does not answer is asked once an hour, and holds up no other', async () => {
  const { time, walk, looks } = looking();
  assert.deepEqual(await walk(), ['silent']);
  assert.deepEqual(await walk(), []);
  assert.ok(looks.includes('answers'));
  time.monotonic += HOUR;
  assert.deepEqual(await walk(), ['silent']);
});
