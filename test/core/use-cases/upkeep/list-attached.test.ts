import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import type { FoundBackups } from '../../../../src/core/storages/records/backup-header.ts';
import type { OwnStorage } from '../../../../src/core/storages/storage.ts';
import { ListAttached } from '../../../../src/core/use-cases/upkeep/list-attached.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

type Deps = ConstructorParameters<typeof ListAttached>[0];

test('it ends where the storage has no more, however few of a chunk were found', async () => {
  const unreadable = { id: runId('b'), why: 'It was changed.', isNewer: false };
  const pages = new Map<string, FoundBackups>([
    ['', { backups: [], next: runId('a') }],
    ['a', { backups: [unreadable], next: runId('b') }],
    ['b', { backups: [], next: undefined }],
  ]);
  const steps: string[] = [];
  const deps = {
    clock: new SteppingClock(0),
    sites: { sources: async () => [] },
    storages: { open: () => ({ found: async (after: string) => pages.get(after) }) },
    store: {
      noteAttached: async (_tenant: string, _id: string, after: string) => steps.push(after),
      endAttaching: async () => steps.push('end'),
    },
  } as unknown as Deps;
  const storage = { id: 's', tenantId: tenantId('t') } as OwnStorage;
  const { isGoing } = await new ListAttached(deps).listSome(storage);
  assert.deepEqual(steps, ['a', 'b', 'end']);
  assert.equal(isGoing, false);
});
