import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { storageUnavailable } from '../../../../src/core/storages/storage-faults.ts';
import {
  noteDay,
  type MeasuredUsage,
  type StorageUsage,
} from '../../../../src/core/storages/storage-usage.ts';
import type { Vault } from '../../../../src/core/storages/vault.ts';
import { MeasureStorages } from '../../../../src/core/use-cases/storages/measure-storages.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

const alice = tenantId('alice');
const HOUR_MS = 3_600_000;
const QUOTA = 5_000;

/** Storages of which each answers as its function does. */
function measuring(storages: Record<string, () => Promise<StorageUsage>>) {
  const clock = new SteppingClock();
  const known = new Map<string, MeasuredUsage>();
  const vaults = Object.entries(storages).map(
    ([storageId, usage]) => ({ storageId, usage }) as Vault,
  );
  const figures = new MeasureStorages({
    clock,
    storages: { all: async () => vaults },
    usage: {
      all: async () => known,
      note: async (_tenant, id, usage, at) => {
        const days = noteDay(known.get(id)?.days ?? [], usage, at);
        known.set(id, { ...usage, measuredAt: at, days });
      },
      forget: async () => undefined,
    },
    stored: {
      count: async () => new Map([['service', { listed: 3, all: 4 }]]),
      inStorage: async () => [],
    },
    catalog: { withBackups: async () => [{ tenantId: alice }] as never },
    quotaBytes: QUOTA,
  });
  return { clock, figures, known };
}

const silent = () => Promise.reject(storageUnavailable({ label: 'Ours' }, 'database', undefined));

test('the page has what each storage holds now, with the quota of the one that has one', async () => {
  const { figures } = measuring({
    service: async () => ({ bytes: 1_000, objects: 7 }),
    ours: async () => ({ bytes: 20, objects: 2 }),
  });
  const found = await figures.figures(alice);
  const service = found.get('service');
  assert.deepEqual(
    [service?.usage?.bytes, service?.usage?.objects, service?.backups, service?.quotaBytes],
    [1_000, 7, { listed: 3, all: 4 }, QUOTA],
  );
  const ours = found.get('ours');
  assert.deepEqual([ours?.backups, ours?.quotaBytes], [{ listed: 0, all: 0 }, undefined]);
});

test('each day has a figure, though nobody looks at the page: they are measured once an hour', async () => {
  let bytes = 0;
  const { clock, figures, known } = measuring({
    service: async () => {
      bytes += 1;
      return { bytes, objects: 1 };
    },
  });
  for (let passed = 0; passed < 48 * HOUR_MS; passed += HOUR_MS / 4) {
    await figures.round();
    await clock.step(HOUR_MS / 4);
  }
  assert.equal(bytes, 48, 'not every round');
  const days = known.get('service')?.days ?? [];
  // From noon on: twelve hours, a day, and half of another one.
  assert.deepEqual(
    days.map((day) => day.bytes),
    [12, 36, 48],
  );
});

test('a storage that does not answer keeps the figures that it has, and keeps no other from its own', async () => {
  let isSilent = false;
  const { clock, figures, known } = measuring({
    ours: () => (isSilent ? silent() : Promise.resolve({ bytes: 20, objects: 2 })),
    service: async () => ({ bytes: 1_000, objects: 7 }),
  });
  await figures.round();
  isSilent = true;
  const before = known.get('ours');
  await clock.step(HOUR_MS);
  assert.deepEqual((await figures.round()).failed, []);
  assert.deepEqual(known.get('ours'), before);
  assert.equal(known.get('service')?.measuredAt.getTime(), clock.now());
  assert.equal((await figures.figures(alice)).get('ours')?.usage?.bytes, 20);
});

test('a page waits two seconds for a storage, and shows what was measured last', async () => {
  const slow = Promise.withResolvers<StorageUsage>();
  const { clock, figures } = measuring({
    ours: () => slow.promise,
    service: async () => ({ bytes: 1_000, objects: 7 }),
  });
  const shown = figures.figures(alice);
  await clock.step(2_000);
  const found = await shown;
  assert.equal(found.get('ours')?.usage, undefined);
  assert.equal(found.get('service')?.usage?.bytes, 1_000);
  slow.resolve({ bytes: 20, objects: 2 });
});
