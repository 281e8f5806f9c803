import { createHash } from 'node:crypto';
import { Conflict, Unavailable } from '../kernel/errors.ts';
import { runId, type RunId, type TenantId } from '../kernel/ids.ts';
import { canonicalJson } from '../kernel/json/json-value.ts';
import { storedField } from './run-fields.ts';
import type { Asked, NewRun, RunStore } from './run-store.ts';
import { isOpen, type Run } from './run.ts';

/** How many runs requested by people of one tenant may be open. */
const MAX_OPEN_RUNS = 200;

/** How many runs whose number was lost are passed over. */
const MAX_TRIES = 100;

/** What a run is to do, and who wants it. */
export type RunWish<Input, Checkpoint, Result> = Omit<
  NewRun<Input, Checkpoint, Result>,
  'id' | 'trigger' | 'asked'
>;
type AskedRuns = Pick<RunStore, 'enqueue' | 'getOf' | 'lastAsked' | 'countOpen'>;

/**
 * Queues what a person asked for. While a run that does the same is open, that one is the answer,
 * however many ask at the same moment: the id of the next one follows from what it does and from
 * how many did it before. @throws Conflict `too-many-runs`; Unavailable `runs-not-numbered`
 */
export async function askForRun<Input, Checkpoint, Result>(
  runs: AskedRuns,
  wish: RunWish<Input, Checkpoint, Result>,
): Promise<Run<Input, Checkpoint, Result>> {
  return queueOnce(runs, wish, () => assertRoom(runs, wish.tenantId));
}

/** As `askForRun`, for what the service itself has to do: it is never one too many. */
export async function queueOnce<Input, Checkpoint, Result>(
  runs: AskedRuns,
  wish: RunWish<Input, Checkpoint, Result>,
  assertMayBeQueued: () => Promise<void> = async () => undefined,
): Promise<Run<Input, Checkpoint, Result>> {
  const { tenantId, kind } = wish;
  const key = askKey(wish);
  const last = await runs.lastAsked(tenantId, key);
  if (last && isOpen(last)) return runs.getOf(kind, tenantId, last.id);
  await assertMayBeQueued();
  const first = (last?.number ?? 0) + 1;
  for (let number = first; number < first + MAX_TRIES; number += 1) {
    const asked = { key, number };
    const id = idOf(tenantId, asked);
    const run = await runs.enqueue({ ...wish, id, trigger: 'manual', asked });
    if (isOpen(run) || (await isNewest(runs, tenantId, asked))) return run;
  }
  throw new Unavailable(
    'runs-not-numbered',
    "This can't be started because the service's own data was changed in the database. Contact whoever runs this service.",
  );
}

/**
 * Whether a run that has ended by now is the one that somebody else has just asked for, and not an
 * old one whose number was lost.
 */
async function isNewest(runs: AskedRuns, tenantId: TenantId, asked: Asked): Promise<boolean> {
  const last = await runs.lastAsked(tenantId, asked.key);
  return (last?.number ?? 0) >= asked.number;
}

/** @throws Conflict `too-many-runs` */
export async function assertRoom(
  runs: Pick<RunStore, 'countOpen'>,
  tenantId: TenantId,
): Promise<void> {
  if ((await runs.countOpen(tenantId)) < MAX_OPEN_RUNS) return;
  throw new Conflict(
    'too-many-runs',
    `${MAX_OPEN_RUNS} runs are already queued or running on this site. Wait until some of them finish, or stop some, then try again.`,
  );
}

/** Says what a run does: the same for all that do the same. */
export function askKey({
  kind,
  catalogId,
  backupId,
  of,
  input,
}: Pick<NewRun, 'kind' | 'catalogId' | 'backupId' | 'of' | 'input'>): string {
  const names = [kind.name, catalogId ?? null, backupId ?? null, of ?? null];
  return hashOf(canonicalJson([...names, storedField(input) ?? null]));
}

const idOf = (tenantId: TenantId, { key, number }: Asked): RunId =>
  runId(hashOf(`${tenantId} ${key} ${number}`).slice(0, 24));

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
