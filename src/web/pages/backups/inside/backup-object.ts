import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';

/** One object with its attributes, read from the backup. */
export const backupObject: Handler = async ({ contents, tenant, params, person }) => {
  const backupId = runId(params['id']!);
  const object = await contents.object(tenant.id, backupId, params['typeId']!, params['objectId']!);
  const date = (text: string) =>
    Number.isNaN(Date.parse(text)) ? undefined : showDate(new Date(text), person.timeZone);
  return {
    view: 'backup-object',
    data: { ...object, backupId, created: date(object.created), updated: date(object.updated) },
  };
};
