import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { CompletePart } from '../../../src/core/backups/background/complete-part.ts';
import { partKind, type PartLease } from '../../../src/core/backups/background/part-kind.ts';
import { queueNextPart } from '../../../src/core/backups/background/queue-next-part.ts';
import type {
  BackgroundReading,
  PartOutcome,
} from '../../../src/core/backups/reading/background-part.ts';
import type { PartDefinition } from '../../../src/core/backups/reading/part-definition.ts';
import { BACKUP_PARTS } from '../../../src/core/backups/parts/backup-parts.ts';
import { queuedParts } from '../../../src/core/backups/parts/queued-parts.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { RunInterrupted } from '../../../src/core/runs/run-lease.ts';
import { isOpen } from '../../../src/core/runs/run.ts';
import type { SiteAccess } from '../../../src/core/sites/access/site-access.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { HealRuns } from '../../../src/core/use-cases/upkeep/heal-runs.ts';
import { cloudSource } from '../../support/sites/cloud-site.ts';
import { copyRig } from '../../support/copies/copy-rig.ts';
import { objects, STRUCTURE } from '../../support/backups/vault-user.ts';

type Read = (reading: BackgroundReading) => Promise<PartOutcome | void>;

/** What reading notes does in a test. */
let readNotes: Read = async ({ writer }) => writer.put(note('1'));
const note = (id: string, body = `note ${id}`) => ({
  kind: 'note',
  type: '0',
  id,
  label: `Note ${id}`,
  body,
});
const background = (name: string, read: Read, isChoice = false): PartDefinition => ({
  name,
  title: name,
  showAt: 9,
  kinds: [{ kind: name === 'notes' ? 'note' : 'picture', word: name }],
  rules: [],
  background: {
    read,
    ...(isChoice && { choice: { label: name, help: '', isOnAtFirst: false } }),
  },
});
const PARTS = [
  ...BACKUP_PARTS.filter((part) => !part.background),
  background('notes', (reading) => readNotes(reading)),
  background(
    'pictures',
    async ({ writer }) => {
      const body = new Uint8Array([1, 2, 3]);
      await writer.put({ kind: 'picture', type: '0', id: 'p', label: 'P', body });
    },
    true,
  ),
];

const rig = await copyRig(PARTS);
const { alice, backups, runs, catalog, storages } = rig;
const source = cloudSource({ tenantId: alice });
const access = { openParts: async () => ({ site: source, readers: {} }) } as unknown as SiteAccess;
const deps = { clock: systemClock, backups, runs, catalog, storages, access, parts: PARTS };
const handler = new CompletePart(deps);
const useCase = new Backups({ ...deps, sites: { sources: async () => [source] } });

/** A complete backup whose parts are not read yet. */
async function backUp(chosen: string[] = []): Promise<RunId> {
  const id = await rig.backUp([...STRUCTURE, ...objects(3)]);
  await backups.changeParts(alice, id, ({ parts }) => ({
    parts: [...parts, ...queuedParts(chosen, PARTS)],
  }));
  await queueNextPart(deps, alice, id);
  return id;
}
const claim = async (): Promise<PartLease> =>
  (await rig.claim(systemClock, partKind)) as unknown as PartLease;

/** Works the run that is queued to its end, as a worker does. */
async function workNext(): Promise<void> {
  const lease = await claim();
  try {
    const outcome = await handler.work(lease);
    await lease.finish({ state: 'complete', ...outcome });
  } catch (error) {
    const message = (error as Error).message;
    await handler.cleanUp(lease);
    const state = error instanceof RunInterrupted ? 'stopped' : 'failed';
    await lease.finish({ state, message });
  }
  await handler.settle(lease.run);
}
const statesOf = async (id: RunId) =>
  (await backups.get(alice, id)).parts
    .filter(({ name }) => ['notes', 'pictures'].includes(name))
    .map(({ name, status, message }) => [name, status, message]);
const openRuns = async () => (await runs.open(alice)).filter(isOpen).length;
const kindsIn = async (id: RunId): Promise<string[]> => {
  const backup = await backups.get(alice, id);
  const reader = await storages.open(alice, backup.storageId).openReader(backup);
  const kinds: string[] = [];
  for await (const { kind } of reader.records({})) kinds.push(kind);
  return [...new Set(kinds)].filter((kind) => ['note', 'picture'].includes(kind));
};

test('parts are read one after the other once their backup is complete, and are verified', async () => {
  const id = await backUp(['pictures']);
  assert.deepEqual(await statesOf(id), [
    ['notes', 'queued', undefined],
    ['pictures', 'queued', undefined],
  ]);
  assert.equal(await openRuns(), 1, 'one at a time');
  await workNext();
  assert.deepEqual(await statesOf(id), [
    ['notes', 'complete', undefined],
    ['pictures', 'queued', undefined],
  ]);
  await workNext();
  assert.equal(await openRuns(), 0);
  const backup = await backups.get(alice, id);
  assert.deepEqual(await kindsIn(id), ['note', 'picture']);
  assert.deepEqual((await rig.here.vault.verify(backup, {})).damage, []);
  assert.deepEqual(backup.pins, []);
});

test('what was not chosen is not read, and the same is not stored again', async () => {
  const id = await backUp();
  readNotes = async ({ base, writer }) => {
    const [known] = await (base?.getMany([note('1')]) ?? []);
    assert.ok(known, 'the newest backup that holds the part is the base');
    await writer.put(known);
  };
  await workNext();
  assert.deepEqual(await statesOf(id), [['notes', 'complete', undefined]]);
});

test('what is being read once more is no base: its reading may still be discarded', async () => {
  const before = await backUp();
  readNotes = ({ writer }) => writer.put(note('only here'));
  await workNext();
  const setStatus = (status: 'running' | 'complete') =>
    backups.changeParts(alice, before, ({ parts }) => ({
      parts: parts.map((part) => (part.name === 'notes' ? { ...part, status } : part)),
    }));
  await setStatus('running');
  await backUp();
  let found: unknown[] = [];
  readNotes = async ({ base, writer }) => {
    found = (await base?.getMany([note('only here')])) ?? [];
    await writer.put(note('1'));
  };
  await workNext();
  assert.deepEqual(found, []);
  await setStatus('complete');
});

test('a part that fails is told of, may be retried, and leaves its backup complete', async () => {
  readNotes = async () => {
    throw new Refused('site-refused', 'The site said no.');
  };
  const id = await backUp(['pictures']);
  await workNext();
  await workNext();
  assert.deepEqual(await statesOf(id), [
    ['notes', 'failed', 'The site said no.'],
    ['pictures', 'complete', undefined],
  ]);
  readNotes = async ({ writer }) => writer.put(note('1'));
  await useCase.retryPart(alice, id, 'notes');
  await useCase.retryPart(alice, id, 'notes');
  assert.equal(await openRuns(), 1, 'a second click changes nothing');
  await handler.settle((await runs.list(alice, { kind: partKind })).items.at(-1)!);
  assert.deepEqual((await statesOf(id))[0], ['notes', 'queued', undefined], 'the old run is old');
  await workNext();
  assert.deepEqual((await statesOf(id))[0], ['notes', 'complete', undefined]);
});

test('a part that the site does not give is not available, with the reason', async () => {
  readNotes = async () => {
    throw new Refused('part-unavailable', 'This site gives no notes.');
  };
  const id = await backUp();
  await workNext();
  assert.deepEqual(await statesOf(id), [['notes', 'unavailable', 'This site gives no notes.']]);
  readNotes = async ({ writer }) => {
    await writer.put(note('1'));
    return { status: 'incomplete', message: 'Some are hidden.' };
  };
  await useCase.retryPart(alice, id, 'notes');
  await workNext();
  assert.deepEqual(await statesOf(id), [['notes', 'incomplete', 'Some are hidden.']]);
});

test('a part whose worker dies goes on from its checkpoint', async () => {
  const states: unknown[] = [];
  readNotes = async ({ state, writer, save, pace }) => {
    states.push(state);
    if (state === undefined) {
      await writer.put(note('1'));
      await save(() => ({ reached: 1 }));
    }
    if (states.length === 1) {
      await dead;
      pace.signal.throwIfAborted();
    }
    await writer.put(note('2'));
  };
  let die = (): void => undefined;
  const dead = new Promise<void>((resolve) => {
    die = resolve;
  });
  const id = await backUp();
  const first = await claim();
  // Its first checkpoint is due at once.
  const hurried = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() * 1_000_000 };
  const lost = new CompletePart({ ...deps, clock: hurried }).work(first).catch(() => undefined);
  while ((await runs.get(alice, first.run.id)).checkpoint === undefined)
    await systemClock.sleep(10);
  await workNext();
  die();
  await lost;
  assert.deepEqual(states, [undefined, { reached: 1 }]);
  const backup = await backups.get(alice, id);
  assert.deepEqual(backup.parts.at(-1)?.counts, { note: 2 });
  assert.deepEqual((await rig.here.vault.verify(backup, {})).damage, []);
});

test('what was left between two writes is made good by housekeeping', async () => {
  readNotes = async ({ writer }) => writer.put(note('1'));
  const healer = new HealRuns({ backups, catalog, runs, handlers: [handler] });
  const id = await rig.backUp([...STRUCTURE, ...objects(3)]);
  await backups.changeParts(alice, id, ({ parts }) => ({
    parts: [...parts, ...queuedParts([], PARTS)],
  }));
  await healer.round();
  assert.equal(await openRuns(), 1, 'it was never queued');
  const lease = await claim();
  await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
  assert.deepEqual(await statesOf(id), [['notes', 'running', undefined]]);
  await healer.round();
  assert.deepEqual(await statesOf(id), [['notes', 'complete', undefined]]);
});

test('a copy waits for the parts of its backup, and has them', async () => {
  const id = await backUp(['pictures']);
  await rig.ask([id]);
  const lease = await rig.claim();
  const work = () => rig.handler().work(lease as never);
  await assert.rejects(work(), { code: 'part-open' });
  await workNext();
  await workNext();
  await lease.finish({ state: 'complete', ...(await work()) });
  await rig.handler().settle(lease.run as never);
  const [copy] = await rig.copies();
  assert.ok(copy);
  assert.deepEqual(
    copy.parts.map(({ name, status }) => [name, status]),
    (await backups.get(alice, id)).parts.map(({ name, status }) => [name, status]),
  );
  assert.deepEqual((await rig.there.vault.verify(copy, {})).damage, []);
});
