import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { NameConfirmation } from '../../forms/name-confirmation.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { schemaDeleteView } from './schema-delete-view.ts';

/**
 * An active schema is hidden until the next sync; a deleted one goes for good with its backups,
 * after its name was typed.
 */
export async function schemaDelete({ grid, caller, params, form }: Call<'grid', 'id'>) {
  const tenantId = caller.tenant.id;
  const id = catalogId(params.id);
  const { name: typed } = NameConfirmation.parse(form);
  try {
    const { schema, outcome } = await grid.delete(tenantId, id, typed, requesterOf(caller));
    return outcome === 'hidden' ? replyHidden(schema) : replyRemoving(schema.name);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { schema } = await grid.row(tenantId, id);
    const refused = { typed, error: error.fields['name'] };
    return show('schema-delete-ask', schemaDeleteView(schema, refused));
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
