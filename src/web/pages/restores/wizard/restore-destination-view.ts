import type { Backup } from '../../../../core/backups/backup.ts';
import type { Site } from '../../../../core/sites/site.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { restoreSteps, type RestoreStepView } from '../restore-steps.ts';
import { carriedByDestination, type CarriedField } from './carried-field.ts';
import type { RestoreForm } from './restore-form.ts';
import { restorePlaceView, type RestorePlaceView } from './restore-place-view.ts';
import { restoreSourceView, type RestoreSourceView } from './restore-source-view.ts';

/** The first step of the wizard. */
export interface RestoreDestinationView extends RestoreSourceView {
  steps: RestoreStepView[];
  siteUrl: string;
  hidden: CarriedField[];
  formError: string | undefined;
  places: { value: RestoreForm['place']; title: string; help: string; chosen: boolean }[];
  place: RestorePlaceView;
}

/** What a restore can begin with. */
export interface Begun {
  backup: Backup;
  targets: Site[];
}

const PLACES = [
  {
    value: 'new',
    title: 'This site, new schema',
    help: "Creates a separate copy. Existing schemas aren't changed.",
  },
  {
    value: 'existing',
    title: 'This site, existing schema',
    help: 'Recover lost or changed objects. You choose what happens to existing ones.',
  },
  { value: 'target', title: 'Target instance', help: 'Migrate to another site.' },
] as const;

export async function restoreDestinationView(
  call: Call<'restorePlans'>,
  begun: Begun,
  form: RestoreForm,
  errors: FieldErrors = {},
): Promise<RestoreDestinationView> {
  return {
    ...restoreSourceView(begun.backup, call.reader),
    steps: restoreSteps(1),
    siteUrl: call.caller.tenant.siteUrl,
    hidden: carriedByDestination(form),
    formError: errors['form'],
    places: PLACES.map((place) => ({ ...place, chosen: place.value === form.place })),
    place: await restorePlaceView(call, begun, form, errors),
  };
}
