import { siteId, type SiteId } from '../../../core/kernel/ids.ts';
import type { DataCenterInstance } from '../../../core/use-cases/sources/data-center-instances.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show, type Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { VIEW_PROGRESS } from '../overview/bulk-reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { dataCenterEditView } from './data-center-edit-view.ts';
import { DataCenterForm, type TypedDataCenter } from './data-center-form.ts';

type Use = SettingsUse | 'sync' | 'protection';

export const dataCenterAdd = (call: Call<Use>) => saveDataCenter(call, undefined);

/** Changes the instance of the address. */
export const dataCenterSave = (call: Call<Use, 'id'>) =>
  saveDataCenter(call, siteId(call.params.id));

/**
 * *Test*: what no longer works is shown beside its field, in the form where it can be corrected.
 */
export async function dataCenterTest(call: Call<Use, 'id'>) {
  const id = siteId(call.params.id);
  try {
    const { name, shown, rights } = withRights(
      await call.dataCenters.test(call.caller.tenant.id, id),
    );
    const [jira] = shown.addressedBy;
    const body = rights || `Jira ${jira?.value ?? ''} and Assets answered this account.`;
    const flag: Flag = {
      type: rights ? 'info' : 'success',
      title: `${name} works`,
      body,
    };
    return await showSettings(call, { section: 'data-centers' }, { flag });
  } catch (error) {
    return showMistakes(call, { id, error });
  }
}

/**
 * Checks live and saves; errors are shown beside their fields, and everything typed (but what is
 * secret) stays. A new instance is synced at once, and backups that failed for lack of a token are
 * tried again.
 */
async function saveDataCenter(call: Call<Use>, id: SiteId | undefined) {
  const { dataCenters, sync, protection, caller } = call;
  const { tenant } = caller;
  const input = DataCenterForm.parse(call.form);
  try {
    const saved = withRights(await dataCenters.save(tenant.id, input, id));
    const by = requesterOf(caller);
    await sync.request(tenant.id, by);
    const { done } = await protection.retryRefused(tenant.id, saved.id, by);
    const retried =
      done.length > 0 ? ` Retrying ${counted(done.length, 'scheduled backup')} that failed.` : '';
    const flag: Flag = {
      type: saved.rights ? 'info' : 'success',
      title: `${saved.name} saved`,
      body: `${saved.rights || 'Jira and Assets accepted this account.'} Syncing its schemas.${retried}`,
      actions: [VIEW_PROGRESS],
    };
    const effects = { flag, events: ['grid-changed' as const] };
    return await showSettings(call, { section: 'data-centers' }, effects);
  } catch (error) {
    const { token: _token, password: _password, ...typed } = input;
    return showMistakes(call, { id, error, typed });
  }
}

interface Mistake {
  id: SiteId | undefined;
  error: unknown;
  typed?: TypedDataCenter;
}

/** Shows the form again. @throws errors that no form can correct */
async function showMistakes(call: Call<Use>, { id, error, typed }: Mistake) {
  const errors: FieldErrors | undefined = formErrorsOf(error);
  if (!errors) throw error;
  const { setup, dataCenters, caller, reader } = call;
  const instance = id === undefined ? undefined : await dataCenters.get(caller.tenant.id, id);
  const { storage } = await setup.view(caller.tenant.id);
  return show('data-center-edit', dataCenterEditView({ reader, storage, instance, typed, errors }));
}

/** What the account lacks, in a sentence; empty where nothing is missing. */
function withRights({ id, name = '', shown, setup }: DataCenterInstance) {
  const lacks = setup.rights.filter(({ granted }) => !granted).map(({ warning }) => warning);
  return { id, name, shown, rights: lacks.join(' ') };
}
