import type { Connection } from 'mongoose';
import { z } from 'zod';
import { Bell } from '../../src/core/kernel/time/bell.ts';
import { tenantId } from '../../src/core/kernel/ids.ts';
import { newRunId } from '../../src/core/runs/new-run-id.ts';
import { NOTHING } from '../../src/core/runs/run-fields.ts';
import type { RunKind } from '../../src/core/runs/run-kind.ts';
import { RunKinds } from '../../src/core/runs/run-kinds.ts';
import { RUN_QUEUED } from '../../src/core/runs/run-lease.ts';
import type { Run } from '../../src/core/runs/run.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../src/storage/queue/run-codec.ts';
import { LeapingClock } from './clocks/leaping-clock.ts';
import { testDatabase } from './databases/test-database.ts';
import { testSecrets } from './test-secrets.ts';

/** A kind of run that does nothing of its own. */
export const job: RunKind<undefined, unknown, unknown> = {
  name: 'job',
  input: NOTHING,
  checkpoint: { schema: z.json() },
  result: { schema: z.json() },
  headway: (checkpoint) => (checkpoint as { page?: number }).page,
  shown: { title: 'job' },
};
export const LEASE_MS = 30_000;
export const BEAT_MS = 1_000;

async function whileSilent(connection: Connection, during: () => Promise<void>): Promise<void> {
  const runs = connection.models['Run'] as unknown as { updateOne: () => object };
  const updateOne = runs.updateOne;
  runs.updateOne = () => ({ exec: () => new Promise(() => undefined) });
  await during();
  runs.updateOne = updateOne;
}

/** A queue of its own with replicas that claim from it, each with a clock that a test steps. */
export async function runDesk(kinds: RunKind[] = [job]) {
  const database = await testDatabase();
  const codec = new RunCodec(new RunKinds(kinds), testSecrets(database.connection));
  // Whoever listens hears what is queued, and nothing else: its clock stands still.
  const bell = new Bell(new LeapingClock());
  const store = new MongoRunStore(database.connection, codec, () => bell.ring(RUN_QUEUED));
  await ensureIndexes(database.connection);
  const documents = database.connection.collection<{ _id: string; takeovers?: number }>('runs');
  return {
    store,
    bell,
    documents,
    clear: () => documents.deleteMany({}),
    enqueue: (tenant: string, trigger: Run['trigger'] = 'manual') =>
      store.enqueue({
        id: newRunId(),
        tenantId: tenantId(tenant),
        kind: job,
        input: undefined,
        trigger,
        requestedBy: { accountId: '1', name: 'Alice' },
      }),
    async replica(share?: number) {
      const clock = new LeapingClock(Date.now());
      const times = { leaseMs: LEASE_MS, heartbeatMs: BEAT_MS, marginMs: 5_000 };
      const connection = await database.open();
      const queue = new MongoRunQueue(connection, codec, clock, {
        ...times,
        ...(share === undefined ? {} : { share }),
      });
      return {
        clock,
        queue,
        claim: (room = true) => queue.claim(['job'], { room }),
        /** The database takes none of its beats, and refuses none, while `during` goes on. */
        whileSilent: (during: () => Promise<void>) => whileSilent(connection, during),
      };
    },
  };
}
