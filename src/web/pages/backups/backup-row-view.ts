import { backupFacts } from '../../../core/backups/backup-name.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { bytes, count, duration } from '../../view/numbers.ts';
import { progressView } from '../../view/progress-view.ts';

const KINDS: [string, string][] = [
  ['object', 'Objects'],
  ['objectType', 'Object types'],
  ['attribute', 'Attributes'],
  ['referenceType', 'Reference types'],
  ['status', 'Statuses'],
  ['user', 'Users'],
  ['group', 'Groups'],
];

/** A line of Available backups. */
export function backupView(run: Run, open: Run[], call: Call): object {
  const facts = backupFacts(run);
  const verify = open.find((each) => each.kind === 'verify' && each.backupId === run.id);
  return {
    id: run.id,
    shortId: run.id.slice(-6),
    date: run.endedAt && showDate(run.endedAt, call.person.timeZone),
    objects: count(facts.counts.object),
    size: bytes(facts.contentBytes),
    stored: bytes(facts.storedBytes),
    type: run.trigger === 'manual' ? 'Manual' : 'Scheduled',
    description: run.description ?? '',
    unsaved: facts.unsavedCount,
    moving: facts.movingCount,
    verified: run.verified && {
      ok: run.verified.ok,
      date: showDate(run.verified.at, call.person.timeZone),
      damaged: run.verified.damage.length,
    },
    verifying: verify && progressView(verify, call.clock.now()),
  };
}

/** Everything about one backup, for its dialog. */
export function backupDetails(run: Run, call: Call): object {
  const facts = backupFacts(run);
  const took =
    run.startedAt && run.endedAt
      ? duration(run.endedAt.getTime() - run.startedAt.getTime())
      : undefined;
  return {
    id: run.id,
    name: facts.schemaName,
    key: facts.schemaKey,
    site: facts.siteUrl,
    date: run.endedAt && showDate(run.endedAt, call.person.timeZone),
    took,
    by: run.requestedBy.name,
    description: run.description ?? '',
    counts: KINDS.map(([kind, name]) => ({
      name,
      count: count(facts.counts[kind as keyof typeof facts.counts]),
    })),
    size: bytes(facts.contentBytes),
    stored: bytes(facts.storedBytes),
    leans: Boolean(facts.baseId),
    rootHash: facts.rootHash,
    unsaved: facts.unsaved,
    unsavedCount: facts.unsavedCount,
    moving: facts.moving,
    movingCount: facts.movingCount,
    verified: run.verified && {
      ok: run.verified.ok,
      date: showDate(run.verified.at, call.person.timeZone),
      damage: run.verified.damage,
    },
  };
}

/** A line of Terminated backups. */
export function terminatedView(run: Run, call: Call): object {
  const { done, total } = run.progress;
  return {
    id: run.id,
    state: run.state === 'stopped' ? 'Stopped' : 'Failed',
    look: run.state === 'stopped' ? 'moved' : 'removed',
    by: run.state === 'stopped' ? (run.cancelledBy?.name ?? '') : '',
    requestedBy: run.requestedBy.name,
    date: run.endedAt && showDate(run.endedAt, call.person.timeZone),
    reached:
      total > 0
        ? `${count(done)} of ${count(total)} objects`
        : run.startedAt
          ? 'No object yet'
          : 'Not started',
    message: run.message ?? '',
  };
}
