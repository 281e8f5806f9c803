import { NotFound } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';

/** The error of the last backup, with its details. */
export const schemaError: Handler = async ({ grid, tenant, params, person }) => {
  const { schema } = await grid.row(tenant.id, catalogId(params['id']!));
  if (!schema.lastError) throw new NotFound('The last backup has no error. Reload the page.');
  return {
    view: 'schema-error',
    data: {
      id: schema.id,
      name: schema.name,
      message: schema.lastError.message,
      date: showDate(schema.lastError.at, person.timeZone),
      lastBackup: schema.lastBackupAt && showDate(schema.lastBackupAt, person.timeZone),
    },
  };
};
