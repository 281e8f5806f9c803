import { orAbsent } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { isOpen, type Run } from '../../../core/runs/run.ts';
import { restoreFacts } from '../../../core/restores/restore-facts.ts';
import { inputOf } from '../../../core/restores/restore-input.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { count } from '../../view/numbers.ts';
import { placeWords, RESTORE_STATES } from './restore-words.ts';
import { progressView } from '../../view/progress-view.ts';

/** The lines of Restore history. */
export async function historyLines(runs: Run[], call: Call): Promise<{ open: boolean }[]> {
  const dates = await backupDates(
    runs.flatMap(({ backupId }) => backupId ?? []),
    call,
  );
  return Promise.all(
    runs.map(async (run) => {
      const { place, schema } = inputOf(run);
      const open = isOpen(run);
      const counts =
        run.state === 'complete'
          ? restoreFacts(run)
          : await call.restores.counts(call.tenant.id, run.id);
      const from = run.backupId && dates.get(run.backupId);
      return {
        id: run.id,
        shortId: run.id.slice(-6),
        open,
        state: RESTORE_STATES[run.state],
        progress: run.state === 'running' && progressView(run, call.clock.now()),
        by: run.requestedBy.name,
        when: showDate(run.startedAt ?? run.queuedAt, call.person.timeZone),
        from: from && showDate(from, call.person.timeZone),
        where: placeWords(place),
        schema: { name: schema.name, key: schema.key, isNew: schema.kind === 'new' },
        counts: (['created', 'updated', 'left', 'skipped', 'failed'] as const)
          .filter((outcome) => counts[outcome] > 0)
          .map((outcome) => `${count(counts[outcome])} ${outcome}`)
          .join(', '),
      };
    }),
  );
}

/** A backup may be gone by now. */
async function backupDates(ids: RunId[], { backups, tenant }: Call): Promise<Map<RunId, Date>> {
  const found = await Promise.all(
    [...new Set(ids)].map((id) => orAbsent(backups.get(tenant.id, id))),
  );
  return new Map(found.flatMap((backup) => (backup?.endedAt ? [[backup.id, backup.endedAt]] : [])));
}
