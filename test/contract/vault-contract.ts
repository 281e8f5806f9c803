import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BackupRecord } from '../../src/core/storages/records/backup-record.ts';
import type { Vault } from '../../src/core/storages/vault.ts';
import { tenantId, type RunId, type TenantId } from '../../src/core/kernel/ids.ts';
import { newRunId } from '../../src/core/runs/new-run-id.ts';
import {
  claimedBy,
  object,
  objects,
  SITE,
  sorted,
  storedRun,
  STRUCTURE,
  VaultUser,
} from '../support/backups/vault-user.ts';

/** A storage under test. */
export interface StorageUnderTest {
  open(tenantId: TenantId): Vault;
  /** How many documents, files or the like it has of these runs; of everything without them. */
  stored(runs?: RunId[]): Promise<number>;
  /** How many spills it has of a run. */
  spills(run: RunId): Promise<number>;
}

/** An empty storage, as one tenant uses it. */
interface OpenedVault {
  storage: StorageUnderTest;
  alice: TenantId;
  vault: Vault;
  user: VaultUser;
  /** So many chains of backups are tried. */
  chains: number;
}

interface VaultPromise {
  promise: string;
  check(opened: OpenedVault): Promise<void>;
}

const PROMISES: VaultPromise[] = [
  {
    promise: 'what was put comes back in order, and verifies',
    check: async ({ vault, user }) => {
      const records = [...objects(300).reverse(), ...STRUCTURE];
      const backup = await user.backUp(records);
      assert.deepEqual(await user.readAll(backup.id), sorted(records));
      assert.deepEqual(await user.damage(backup.id), []);
      assert.equal(backup.header.counts['object'], 300);
      const reader = await vault.openReader(backup);
      assert.deepEqual(
        (await reader.get({ kind: 'object', type: '5', id: '17' })).label,
        'Object 17',
      );
      const page = await reader.entries({ kind: 'object', type: '5', skip: 25, limit: 2 });
      assert.deepEqual([page.total, ...page.entries.map((entry) => entry.id)], [300, '26', '27']);
      assert.equal(
        (await reader.entries({ kind: 'object', type: '5', search: 'OBJECT 29' })).total,
        11,
      );
    },
  },
  {
    promise: 'a record put twice counts once, the later one; a dropped one is not there',
    check: async ({ user }) => {
      const id = newRunId();
      const writer = await user.open(id);
      for (const record of [...STRUCTURE, object(1, 'old'), object(2), object(1, 'new')])
        await writer.put(record);
      await writer.drop(object(2));
      await writer.checkpoint();
      await writer.put(object(3));
      await user.seal(writer, id);
      assert.deepEqual(
        (await user.readAll(id)).filter((record) => record.kind === 'object'),
        [object(1, 'new'), object(3)],
      );
      assert.deepEqual(await user.damage(id), []);
    },
  },
  {
    promise:
      'a chain of backups with additions, changes and removals reads back right, whatever was deleted in between',
    check: async ({ storage, vault, user, chains }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 })), {
              maxLength: 25,
            }),
            { minLength: 2, maxLength: 5 },
          ),
          async (rounds) => {
            const state = new Map(objects(40).map((record) => [record.id, record]));
            const kept: { id: RunId; records: BackupRecord[] }[] = [];
            for (const round of rounds) {
              for (const [id, version] of round) {
                if (version === 0) state.delete(String(id));
                else state.set(String(id), object(id, `version ${version}`.repeat(50)));
              }
              const records = sorted([...STRUCTURE, ...state.values()]);
              kept.push({ id: (await user.backUp(records, kept.at(-1)?.id)).id, records });
            }
            const removed = kept.splice(Math.floor(kept.length / 2), 1)[0]!;
            await vault.deleteBackups([removed.id]);
            for (const { id, records } of kept) {
              assert.deepEqual(await user.readAll(id), records);
              assert.deepEqual(await user.damage(id), []);
            }
            await Promise.all(kept.map(({ id }) => vault.deleteBackups([id])));
            const runs = [removed, ...kept].map(({ id }) => id);
            assert.equal(await storage.stored(runs), 0, 'deletions side by side leave nothing');
          },
        ),
        { numRuns: chains },
      );
    },
  },
  {
    promise: 'a successor goes on from a checkpoint with the same result as an uninterrupted run',
    check: async ({ storage, vault, user }) => {
      const id = newRunId();
      const first = await user.open(id);
      for (const record of [...STRUCTURE, ...objects(50)]) await first.put(record);
      const checkpoint = await first.checkpoint();
      for (const record of objects(80)) await first.put(record); // lost with the crash
      await first.checkpoint();
      const second = await vault.openWriter({
        runId: id,
        ...claimedBy(2),
        checkpoint,
      });
      const ids: string[] = [];
      for await (const key of second.ids('object')) ids.push(key.id);
      assert.equal(ids.length, 50);
      for (const record of objects(60).slice(40)) await second.put(record);
      await user.seal(second, id);
      assert.deepEqual(await user.readAll(id), sorted([...STRUCTURE, ...objects(60)]));
      assert.deepEqual(await user.damage(id), []);
      assert.equal(await storage.spills(id), 0);
    },
  },
  {
    promise: 'a worker that wakes late can waste bytes but not harm: its header does not count',
    check: async ({ alice, vault, user }) => {
      const id = newRunId();
      const late = await user.open(id, undefined, 1);
      for (const record of [...STRUCTURE, object(1)]) await late.put(record);
      const holder = await user.open(id, undefined, 2);
      for (const record of [...STRUCTURE, object(1), object(2)]) await holder.put(record);
      await user.finish(holder, id);
      await late.finish({ tenantId: alice, backupId: id, createdAt: '', site: SITE });
      assert.equal((await user.readAll(id)).length, STRUCTURE.length + 2);
      await vault.tidyRun(storedRun(id), user.ref(id));
      assert.equal((await user.readAll(id)).length, STRUCTURE.length + 2);
      assert.deepEqual(await user.damage(id), []);
    },
  },
  {
    promise: 'records that name what the backup lacks are reported',
    check: async ({ user }) => {
      const stray: BackupRecord = {
        kind: 'object',
        type: '6',
        id: '9',
        label: 'Stray',
        body: { id: '9', typeId: '6', values: { '70': [{ user: 'nobody' }] } },
      };
      const backup = await user.backUp([...STRUCTURE, stray]);
      assert.match(
        (await user.damage(backup.id)).join('\n'),
        /object 9 "Stray": its object type 6 isn't in the backup; its attribute 70 isn't in the backup; its user nobody isn't in the backup/,
      );
    },
  },
  {
    promise: 'another tenant reads nothing, and a purge leaves nothing',
    check: async ({ storage, vault, user }) => {
      const backup = await user.backUp([...STRUCTURE, object(1)]);
      await assert.rejects(storage.open(tenantId('bob')).openReader(backup), /missing/);
      await vault.purge();
      assert.equal(await storage.stored(), 0);
      await assert.rejects(vault.openReader(backup), /missing/);
    },
  },
  {
    promise: 'a run that ended without a backup leaves nothing, and a deletion may be repeated',
    check: async ({ storage, vault, user }) => {
      const kept = await user.backUp([...STRUCTURE, ...objects(20)]);
      const failed = newRunId();
      const writer = await user.open(failed, kept.id);
      for (const record of [...STRUCTURE, ...objects(40)]) await writer.put(record);
      await writer.checkpoint();
      for (let time = 0; time < 2; time += 1) await vault.discardRun(storedRun(failed));
      assert.equal(await storage.stored([failed]), 0);
      assert.deepEqual(await user.damage(kept.id), []);
      for (let time = 0; time < 2; time += 1) await vault.deleteBackups([kept.id, failed]);
      assert.equal(await storage.stored(), 0);
    },
  },
  {
    promise: 'backups that are deleted together leave the others whole',
    check: async ({ storage, vault, user }) => {
      const chain: RunId[] = [];
      for (const count of [20, 25, 30, 35])
        chain.push((await user.backUp([...STRUCTURE, ...objects(count)], chain.at(-1))).id);
      const kept = chain.pop()!;
      await vault.deleteBackups(chain);
      assert.deepEqual(await user.damage(kept), []);
      assert.equal((await user.readAll(kept)).length, STRUCTURE.length + 35);
      await vault.deleteBackups([kept]);
      assert.equal(await storage.stored(), 0);
    },
  },
];

async function openVault(
  make: () => Promise<StorageUnderTest>,
  chains: number,
): Promise<OpenedVault> {
  const storage = await make();
  const alice = tenantId('alice');
  const vault = storage.open(alice);
  return { storage, alice, vault, user: new VaultUser(vault, alice), chains };
}

/** What every storage promises, whatever it is made of. `make` makes an empty one. */
export function vaultContract(
  name: string,
  make: () => Promise<StorageUnderTest>,
  chains = 6,
): void {
  for (const { promise, check } of PROMISES)
    test(`${name}: ${promise}`, async () => check(await openVault(make, chains)));
}
