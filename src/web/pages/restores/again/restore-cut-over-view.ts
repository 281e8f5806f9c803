import { Conflict } from '../../../../core/kernel/errors.ts';
import type { RunId } from '../../../../core/kernel/ids.ts';
import type { RestoreCheckRun } from '../../../../core/restores/check/restore-check-kind.ts';
import { isSound } from '../../../../core/restores/restore-facts.ts';
import { resultOf } from '../../../../core/runs/run-fields.ts';
import { hostOf } from '../../../../core/sites/host-of.ts';
import type { Call } from '../../../handling/call.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { destinationWords } from '../destination/destination-words.ts';
import { isBehind } from '../outcome/again-view.ts';
import { assetsUrl } from '../destination/assets-url.ts';

/** From the last backup to the day when everybody has left the old site. */
export interface RestoreCutOverView {
  id: string;
  catalogId: string | undefined;
  /** The schema's name on either side. */
  name: string;
  schema: { name: string; key: string };
  from: string;
  to: string;
  lastBackup: ShownDate | undefined;
  /** When the last backup was restored; undefined where it isn't yet. */
  restored: ShownDate | undefined;
  /** The last complete restore. */
  lastId: string;
  check: CutOverCheck;
  isChecked: boolean;
  assetsUrl: string;
}

/** What the last check of the last restore says. */
interface CutOverCheck {
  text: string;
  date: ShownDate | undefined;
}

/** @throws NotFound, Conflict `restore-open` | `no-backup-left` */
export async function restoreCutOverView(
  { restores, caller, reader }: Call<'restores'>,
  id: RunId,
): Promise<RestoreCutOverView> {
  const tenantId = caller.tenant.id;
  const { run, input } = await restores.get(tenantId, id);
  if (run.state !== 'complete')
    throw new Conflict('restore-open', 'The checklist begins once a restore is complete.');
  const followUp = await restores.followUp(run);
  const { newest, last } = followUp;
  if (!newest)
    throw new Conflict('no-backup-left', 'No backup of this schema is left. Back it up again.');
  const { schemaId, schemaName, schemaKey } = resultOf(last);
  const check = await restores.checkOf(tenantId, last.id);
  return {
    id,
    catalogId: run.catalogId,
    name: newest.schema.name,
    schema: { name: schemaName, key: schemaKey },
    from: hostOf(newest.site.siteUrl),
    to: destinationWords(input.place),
    lastBackup: showDate(newest.completedAt, reader),
    restored: isBehind(followUp) || !last.endedAt ? undefined : showDate(last.endedAt, reader),
    lastId: last.id,
    check: { text: checkWords(check), date: check?.endedAt && showDate(check.endedAt, reader) },
    isChecked: check?.state === 'complete' && isSound(resultOf(check)),
    assetsUrl: assetsUrl(input.place, schemaId),
  };
}

function checkWords(check: RestoreCheckRun | undefined): string {
  if (check?.state !== 'complete') return 'The last restore is not checked yet.';
  const facts = resultOf(check);
  if (!isSound(facts)) return 'The last restore differs from its backup.';
  return facts.explained + facts.kept > 0
    ? 'The last restore matches its backup, except for what its result lists.'
    : 'The last restore matches its backup.';
}
