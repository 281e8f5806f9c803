import { InvalidInput } from '../../../core/kernel/errors.ts';
import type {
  AskingSchema,
  DefaultSaved,
} from '../../../core/use-cases/retention/default-retention.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';
import { nameSome } from '../overview/name-some.ts';
import { retentionEditView, type RetentionShown } from './retention-edit-view.ts';

type DefaultCall = Call<'defaultRetention' | 'retention'>;

/** *Change default…* of retention, for all schemas without rules of their own. */
export async function defaultRetentionEdit(call: DefaultCall) {
  const { defaultRetention, caller } = call;
  const plan = await defaultRetention.preview(caller.tenant.id);
  return show('retention-edit', retentionEditView({ ...(await read(call)), plan }));
}

/** What the rules that are typed would do. */
export async function defaultRetentionPreview(call: DefaultCall) {
  const { defaultRetention, caller, form: typed } = call;
  const shown = { ...(await read(call)), typed };
  try {
    const plan = await defaultRetention.preview(caller.tenant.id, typed);
    return show('retention-preview', retentionEditView({ ...shown, plan }));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return show('retention-preview', retentionEditView({ ...shown, errors: error.fields }));
  }
}

export async function defaultRetentionSave(call: DefaultCall) {
  const { defaultRetention, caller, form: typed } = call;
  try {
    const saved = await defaultRetention.save(caller.tenant.id, requesterOf(caller), typed);
    return savedReply(saved);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const shown = { ...(await read(call)), typed, errors: error.fields };
    return show('retention-edit', retentionEditView(shown));
  }
}

function savedReply({ removed, asking }: DefaultSaved): EffectsReply {
  const done = removed > 0 ? `${counted(removed, 'backup')} removed.` : 'Nothing was removed.';
  return {
    events: ['close-dialog', 'retention-changed', 'backups-changed'],
    flag: {
      type: 'success',
      title: 'Default retention saved',
      body: asking.length > 0 ? `${done} ${askingWords(asking)}` : done,
    },
  };
}

function askingWords(asking: readonly AskingSchema[]): string {
  const names = nameSome(asking.map(({ schema }) => schema));
  return asking.length === 1
    ? `${names} asks first, because so many of its backups would go at once. Decide in its list of backups.`
    : `${names} ask first, because so many of their backups would go at once. Decide in their lists of backups.`;
}

async function read({
  defaultRetention,
  retention,
  caller,
  reader,
}: DefaultCall): Promise<RetentionShown> {
  const { saved } = await defaultRetention.view(caller.tenant.id);
  return {
    url: '/app/settings/retention',
    name: 'Default for all schemas without rules of their own',
    without:
      "Without rules, backups in this service's storage are kept for a year, and those in a storage of your own until you delete them.",
    saved,
    isOfSchema: false,
    timeZone: reader.timeZone,
    binDays: retention.binMs / DAY_MS,
  };
}
