import { catalogId } from '../../../core/kernel/ids.ts';
import { Conflict, InvalidInput } from '../../../core/kernel/errors.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply, type Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import type { SchemaPlan } from '../../../core/use-cases/retention/plan-schema.ts';
import type { RetentionView } from '../../../core/use-cases/retention/retention.ts';
import { rulesWords } from '../../view/words/rules-words.ts';
import { counted } from '../../view/formats/numbers.ts';
import { retentionEditView, type RetentionShown } from './retention-edit-view.ts';

type RetentionCall = Call<'retention' | 'grid', 'id'>;

/** *Retention…* of a schema. */
export async function retentionEdit(call: RetentionCall) {
  return show('retention-edit', retentionEditView(await read(call)));
}

/** What the rules that are typed would do. */
export async function retentionPreview(call: RetentionCall) {
  const { retention, caller, params, form } = call;
  const shown = await read(call);
  try {
    const plan = await retention.preview(caller.tenant.id, catalogId(params.id), form);
    return show('retention-preview', retentionEditView({ ...shown, typed: form, plan }));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const wrong = { typed: form, errors: error.fields, plan: undefined };
    return show('retention-preview', retentionEditView({ ...shown, ...wrong }));
  }
}

export async function retentionSave(call: RetentionCall) {
  const { retention, caller, params, form } = call;
  const of = {
    tenantId: caller.tenant.id,
    catalogId: catalogId(params.id),
    by: requesterOf(caller),
  };
  try {
    const removed = await retention.save(of, form);
    const body = removed > 0 ? `${counted(removed, 'backup')} removed.` : 'Nothing was removed.';
    const done: EffectsReply = {
      events: ['close-dialog', 'backups-changed'],
      flag: { type: 'success', title: 'Retention saved', body },
    };
    return done;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const wrong = { typed: form, errors: error.fields, plan: undefined };
    return show('retention-edit', retentionEditView({ ...(await read(call)), ...wrong }));
  }
}

/** *Remove them*: confirms what a rule would remove beyond the limit, as the page says it. */
export async function retentionConfirm(call: RetentionCall): Promise<EffectsReply> {
  return { events: ['backups-changed'], flag: await confirmed(call) };
}

async function confirmed({ retention, caller, params, form }: RetentionCall): Promise<Flag> {
  const shown = Number(form['removes']);
  try {
    const removed = await retention.confirm(caller.tenant.id, catalogId(params.id), shown);
    return { type: 'success', title: `${counted(removed, 'backup')} removed` };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return { type: 'error', title: 'Nothing was removed', body: error.message };
  }
}

async function read({
  retention,
  grid,
  caller,
  params,
  reader,
}: RetentionCall): Promise<RetentionShown & { plan: SchemaPlan }> {
  const id = catalogId(params.id);
  const { schema } = await grid.row(caller.tenant.id, id);
  const view = await retention.view(caller.tenant.id, id);
  return {
    url: `/app/schemas/${id}/retention`,
    name: schema.name,
    without: withoutWords(view),
    saved: view.saved,
    isOfSchema: true,
    timeZone: reader.timeZone,
    binDays: view.binDays,
    plan: view.plan,
  };
}

const withoutWords = ({ default: settings }: RetentionView): string =>
  settings?.rules
    ? `Without rules, the default under Settings › Retention applies: ${rulesWords(settings.rules)}.`
    : "Without rules, backups in this service's storage are kept for a year, and those in a storage of your own until you delete them.";
