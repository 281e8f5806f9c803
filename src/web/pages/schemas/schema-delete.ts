import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { NameConfirmation } from '../../forms/name-confirmation.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { formErrorsOf } from '../settings/show-settings.ts';
import { readSchemaDelete } from './schema-delete-ask.ts';

/**
 * An active schema is hidden until the next sync; a deleted one goes for good with its backups,
 * after its name was typed.
 */
export async function schemaDelete(call: Call<'grid', 'id'>) {
  const { grid, caller, params, form } = call;
  const tenantId = caller.tenant.id;
  const id = catalogId(params.id);
  const { name: typed } = NameConfirmation.parse(form);
  try {
    const { schema, outcome } = await grid.delete(tenantId, id, typed, requesterOf(caller));
    return outcome === 'hidden' ? replyHidden(schema) : replyRemoving(schema.name);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { schema } = await grid.row(tenantId, id);
    const view = await readSchemaDelete(call, schema);
    return show('schema-delete-ask', { ...view, typed, error: errors['name'] ?? errors['form'] });
  }
}

/** *Undo*: a schema that was hidden is listed again. */
export async function schemaUnhide({ grid, caller, params }: Call<'grid', 'id'>) {
  const { name } = await grid.unhide(caller.tenant.id, catalogId(params.id));
  const reply: EffectsReply = {
    events: ['grid-changed'],
    flag: { type: 'success', title: `${name} is listed again` },
  };
  return reply;
}

const replyHidden = ({ id, name }: CatalogSchema): EffectsReply => ({
  events: ['close-dialog', 'grid-changed'],
  flag: {
    type: 'success',
    title: `${name} is hidden`,
    body: "It's back after the next sync. Its backups and schedule are kept.",
    actions: [{ text: 'Undo', url: `/app/schemas/${id}/unhide`, sends: {} }],
  },
});

const replyRemoving = (name: string): EffectsReply => ({
  events: ['close-dialog', 'grid-changed', 'schema-leaving'],
  flag: {
    type: 'success',
    title: `Deleting ${name}`,
    body: 'All its backups are deleted, too.',
  },
});
