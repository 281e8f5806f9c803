import { Conflict, InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { by, type Handler } from '../../handling/call.ts';

/** An active schema is hidden until the next sync; a deleted one goes for good with its backups, after its name was typed. */
export const schemaDelete: Handler = async (call) => {
  const { grid, tenant, params, form } = call;
  const id = catalogId(params['id']!);
  const { schema } = await grid.row(tenant.id, id);
  const done = { events: ['close-dialog', 'grid-changed'] };
  if (schema.status === 'not-visible')
    throw new Conflict(
      'schema-not-visible',
      'This schema is not visible to the account: nothing is deleted. Edit the configuration, or sync again.',
    );
  if (schema.status !== 'deleted') {
    await grid.hide(tenant.id, id);
    return {
      ...done,
      flag: {
        type: 'success',
        title: `${schema.name} is hidden`,
        body: 'It comes back with the next sync. Its backups are kept.',
      },
    };
  }
  try {
    await grid.removeDeleted(tenant.id, id, form['name'] ?? '', by(call));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return {
      view: 'schema-delete-ask',
      data: {
        id,
        name: schema.name,
        deleted: true,
        backupCount: schema.backupCount,
        one: schema.backupCount === 1,
        typed: form['name'],
        error: error.fields['name'],
      },
    };
  }
  return {
    ...done,
    flag: {
      type: 'success',
      title: `${schema.name} is being deleted`,
      body: 'All its backups are removed from the storage.',
    },
  };
};
