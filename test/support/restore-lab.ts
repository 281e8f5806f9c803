import { runKinds } from '../../src/run-kinds.ts';
import { RunCodec } from '../../src/storage/queue/run-codec.ts';
import type { Random } from '../../simulator/kernel/random.ts';
import { isReference } from '../../simulator/site/model.ts';
import type { Site } from '../../simulator/site/site.ts';
import { systemClock } from '../../src/clock.ts';
import { ProductError } from '../../src/core/kernel/errors.ts';
import type { RunId } from '../../src/core/kernel/ids.ts';
import type { RunHandler } from '../../src/core/runs/run-handler.ts';
import type { RunLease } from '../../src/core/runs/run-lease.ts';
import type { Run } from '../../src/core/runs/run.ts';
import type { RestoreFacts } from '../../src/core/restores/restore-facts.ts';
import { restoreFacts } from './run-results.ts';
import type { RestoreWish } from '../../src/core/use-cases/restores/restore-wish.ts';
import { MongoRunQueue } from '../../src/storage/queue/mongo-run-queue.ts';
import { hurriedClock } from './hurried-clock.ts';
import { lived, MortalLife, type Death } from './mortal-restore.ts';
import { NEW_SCHEMA, restoreRig } from './restore-rig.ts';
import { restoredOnce, type Restored } from './restored-once.ts';

const TIMES = { leaseMs: 5_000, heartbeatMs: 100, marginMs: 20 };
/** On the machine's clock; the restore's own goes ten times as fast. */
export const SETTLE_MS = 150;
const HURRY = 10;

export type Rig = Awaited<ReturnType<typeof restoreRig>>;
/** A backup of a small schema, and sets of its object types that are restored together. */
export interface Subject {
  name: string;
  rig: Rig;
  schema: string;
  backup: RunId;
  groups: string[][];
  /** Types whose objects can be restored while their rules are in force. */ loose: string[];
}
/** A restore that nothing disturbed. */
export interface Undisturbed {
  restored: Restored;
  facts: RestoreFacts;
  calls: number;
}

/** Removes objects for good, and the references to them. */
export function remove(site: Site, ids: ReadonlySet<number>): void {
  for (const type of site.types.values())
    for (const id of site.objects.idsOfType(type.id)) {
      const { values } = site.objects.get(id)!;
      const changes = Object.entries(values).filter(([, list]) =>
        list.some((value) => isReference(value) && ids.has(value.ref)),
      );
      if (!ids.has(id) && changes.length > 0)
        site.updateObject(
          site.objects.get(id)!,
          Object.fromEntries(
            changes.map(([attribute, list]) => [
              attribute,
              list.filter((value) => !(isReference(value) && ids.has(value.ref))),
            ]),
          ),
        );
    }
  for (const id of ids) site.objects.remove(id, site.now());
}

const typeOf = (site: Site, name: string) =>
  [...site.types.values()].find((type) => type.name === name)!;
const named = (site: Site, types: string[], names: RegExp): Set<number> =>
  new Set(
    types.flatMap((type) =>
      site.objects
        .idsOfType(typeOf(site, type).id)
        .filter((id) => names.test(site.labelOf(site.objects.get(id)!))),
    ),
  );

/** Two unique attributes that nobody fills in: the type has no room for a third one, and its objects are told apart by nothing. */
export function fill(site: Site, ...types: string[]): void {
  for (const type of types)
    for (const name of ['First number', 'Second number'])
      site.addAttribute(typeOf(site, type).id, name, { unique: true });
}

/** Hens and eggs are fewer, and keep their rules. */
function halve(site: Site): void {
  const [hens, eggs] = ['Hen', 'Egg'].map((name) =>
    site.objects.idsOfType(typeOf(site, name).id).slice(),
  ) as [number[], number[]];
  const friends = site
    .attributesOf(typeOf(site, 'Hen').id)
    .find(({ name }) => name === 'Friends')!.id;
  remove(site, new Set([...hens.splice(24), ...eggs.splice(24)]));
  hens.forEach((id, at) =>
    site.updateObject(site.objects.get(id)!, {
      [friends]: [
        { ref: hens[(at + 1) % 24]! },
        { ref: hens[(at * 7 + 5) % 24 === at ? (at + 2) % 24 : (at * 7 + 5) % 24]! },
      ],
    }),
  );
}

const SUBJECTS: Record<
  string,
  {
    seed: string;
    schema: string;
    groups: string[][];
    loose: string[];
    change?: (site: Site) => void;
  }
> = {
  nasty: {
    seed: 'nasty',
    schema: 'Nasty "schema" <1> & Söhne',
    loose: ['Twin', 'Pointer "to" a/b', 'Everything', 'Umbenannt', 'Filtered'],
    groups: [
      ['Twin', 'Pointer "to" a/b', 'Strict'],
      [
        'Twin',
        'Pointer "to" a/b',
        'Umbenannt',
        'Thing',
        'Device',
        'Sensor',
        'Thermometer',
        'Stands below, inherits nothing',
        'Filtered',
      ],
      ['Twin', 'Everything'],
    ],
  },
  'nasty without room': {
    seed: 'nasty',
    schema: 'Nasty "schema" <1> & Söhne',
    loose: ['Twin', 'Pointer "to" a/b', 'Everything'],
    change: (site) => fill(site, 'Twin', 'Pointer "to" a/b', 'Everything'),
    groups: [
      ['Twin', 'Pointer "to" a/b', 'Strict'],
      ['Twin', 'Everything', 'Nothing here'],
    ],
  },
  cycles: {
    seed: 'cycles',
    schema: 'Cycles',
    loose: ['Node'],
    groups: [['Hen', 'Egg'], ['Boss'], ['Node']],
    change: (site) => {
      remove(site, named(site, ['Node'], /^(Knot [12]\d|Into [3-9]|Bridge [3-9])$/));
      halve(site);
    },
  },
  'cycles without room': {
    seed: 'cycles',
    schema: 'Cycles',
    loose: ['Node'],
    groups: [['Node']],
    change: (site) => {
      remove(
        site,
        named(site, ['Node'], /^(Knot ([5-9]|\d\d)|Into [3-9]|Out [3-9]|Bridge [3-9])$/),
      );
      fill(site, 'Node');
    },
  },
  tiny: {
    seed: 'tiny',
    schema: 'Tiny',
    loose: ['City', 'Office'],
    groups: [['City', 'Office', 'Nothing here']],
  },
};

/** The subjects, each backed up on a site of its own; `requestTimeoutMs` is that of the client. */
export async function restoreSubjects(
  options: { requestTimeoutMs?: number; patienceMs?: number } = {},
): Promise<Subject[]> {
  return Promise.all(
    Object.entries(SUBJECTS).map(async ([name, { seed, schema, groups, loose, change }]) => {
      const rig = await restoreRig([{ seed }], {
        clock: hurriedClock(HURRY),
        settleMs: SETTLE_MS * HURRY,
        patienceMs: 600_000,
        ...options,
      });
      for (const user of rig.here.world.site.users.values())
        Object.assign(user, { active: true, deleted: false });
      change?.(rig.here.world.site);
      return {
        name,
        rig,
        schema,
        groups,
        loose,
        backup: await attended(rig, 'backup', rig.backUp(schema)),
      };
    }),
  );
}

/** Claims the next run; one whose holder's heart has stopped is taken over at once, as if the lease had passed meanwhile. */
export async function claimed(rig: Rig, kind: string, clock = systemClock): Promise<RunLease> {
  let ahead = 0;
  const queue = new MongoRunQueue(
    rig.connection,
    new RunCodec(runKinds, rig.secrets),
    { ...clock, monotonicMs: () => clock.monotonicMs() + ahead },
    TIMES,
  );
  for (;;) {
    const lease = await queue.claim([kind]);
    if (lease) return lease;
    ahead += TIMES.leaseMs;
    await systemClock.sleep(5);
  }
}

/** What is waited for needs a run of that kind to be worked. */
export async function attended<T>(rig: Rig, kind: string, wanted: Promise<T>): Promise<T> {
  wanted.catch(() => undefined);
  const lease = await claimed(rig, kind);
  await worked(lease, handlerOf(rig, kind));
  return wanted;
}

export const handlerOf = (rig: Rig, kind: string, life?: MortalLife): RunHandler => {
  const mortal = life && {
    clock: life.clock(rig.clock),
    access: life.access(rig.access),
    restores: life.store(rig.restoreStore),
  };
  return rig.handlers(mortal).find((handler) => handler.kind.name === kind)!;
};

async function worked(lease: RunLease, handler: RunHandler): Promise<void> {
  await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
  await handler.settle?.(lease.run);
}

/** Plans and queues a restore. */
export async function asked({ rig, backup }: Subject, wish: RestoreWish): Promise<RunId> {
  const { id } = await attended(rig, 'restore-plan', rig.plan(backup, wish));
  return (await rig.restorePlans.start(rig.tenant, id, {}, rig.by)).id;
}

/** Works a restore to its end with the deaths of its workers on the way. Tells which of them came to pass. */
export async function survived(
  rig: Rig,
  restoreId: RunId,
  deaths: Death[],
): Promise<{ run: Run; calls: number; died: string[] }> {
  const died: string[] = [];
  for (const death of [...deaths, undefined]) {
    const life = new MortalLife(death);
    const lease = await claimed(rig, 'restore', life.clock(systemClock));
    await lived(life, lease, handlerOf(rig, 'restore', life));
    if (life.died) died.push(`${death!.when} call ${death!.at}, ${life.calls.at(-1)!}`);
    const run = await rig.runs.get(rig.tenant, restoreId);
    if (run.state !== 'running') return { run, calls: life.calls.length, died }; // the last call that killed may have ended it
  }
  throw new Error('The last life has no end.');
}

let schemas = 0;
/** A wish for a new schema with these types. */
export async function wishNew({ rig, backup }: Subject, group: string[]): Promise<RestoreWish> {
  schemas += 1;
  const types = (await rig.restorePlans.types(rig.tenant, backup)).filter((type) =>
    group.includes(type.name),
  );
  return {
    ...NEW_SCHEMA,
    typeIds: types.map(({ id }) => id),
    schema: { name: `Copy ${schemas}`, key: `COPY${schemas}` },
  };
}

const known = new Map<string, Promise<Undisturbed>>();
/** What the restore of these types leaves when nothing disturbs it. */
export function undisturbed(subject: Subject, group: string[]): Promise<Undisturbed> {
  const key = `${subject.name} ${group.join()}`;
  const restore =
    known.get(key) ??
    (async () => {
      const id = await asked(subject, await wishNew(subject, group));
      const { run, calls } = await survived(subject.rig, id, []);
      const facts = restoreFacts(run);
      const restored = await restoredOnce(subject.rig, id, facts, key);
      drop(subject.rig, facts);
      return { restored, facts, calls };
    })();
  known.set(key, restore);
  return restore;
}

export function drop({ here }: Rig, { schemaId }: RestoreFacts): void {
  here.world.site.deleteSchema(Number(schemaId));
}

/** Another third of a schema's objects is gone, of types whose rules let them be written one by one. */
export function decimated({ rig, loose }: Subject, schemaId: number, random: Random): number {
  const { site } = rig.here.world;
  const ids = site
    .typesOf(schemaId)
    .filter((type) => loose.includes(type.name))
    .flatMap((type) => site.objects.idsOfType(type.id))
    .filter(() => random.below(3) === 0);
  remove(site, new Set(ids));
  return ids.length;
}

/** The search lags from now on, and knows what was written until now. */
export async function lagging(
  { here: { settings, world } }: Rig,
  uniqueCheck: 'store' | 'index',
  indexDelayMs: number,
): Promise<void> {
  while (world.site.objects.changedSince(world.site.now() - indexDelayMs).size > 0)
    await systemClock.sleep(5);
  Object.assign(settings, { uniqueCheck, indexDelayMs });
}

/** Works a restore as the worker does, and lets it go on as often as it fails. Tells how it failed. */
export async function resumedToTheEnd(
  rig: Rig,
  restoreId: RunId,
  failuresMost = 5,
): Promise<{ run: Run; failures: string[] }> {
  const failures: string[] = [];
  for (;;) {
    const lease = await claimed(rig, 'restore');
    const handler = handlerOf(rig, 'restore');
    try {
      await worked(lease, handler);
      return { run: await rig.runs.get(rig.tenant, restoreId), failures };
    } catch (error) {
      if (!(error instanceof ProductError) || failures.length >= failuresMost) throw error;
      failures.push(error.message);
      await lease.finish({ state: 'failed', errorCode: error.code, message: error.message });
      await handler.settle?.(lease.run);
      await rig.restores.resume(rig.tenant, restoreId, rig.by);
    }
  }
}
