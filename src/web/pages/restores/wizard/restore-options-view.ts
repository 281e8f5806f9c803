import { countRecords, type Backup } from '../../../../core/backups/backup.ts';
import { ARCHIVED_KIND } from '../../../../core/backups/parts/archived/archived-record.ts';
import { ATTACHMENTS_PART } from '../../../../core/backups/parts/attachments/attachments-part.ts';
import { COMMENTS_PART } from '../../../../core/backups/parts/comments/comments-part.ts';
import type { PartDefinition } from '../../../../core/backups/reading/part-definition.ts';
import { ROLES_PART } from '../../../../core/backups/parts/access/roles-part.ts';
import { isBeingRead, isSealed } from '../../../../core/backups/held-part.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import { restoreSteps, type RestoreStepView } from '../restore-steps.ts';
import { destinationWords } from '../destination/destination-words.ts';
import { carriedByOptions, type CarriedField } from './carried-field.ts';
import type { Begun } from './restore-destination-view.ts';
import { isNew, targetOfForm, type RestoreForm } from './restore-form.ts';
import { restoreSourceView, type RestoreSourceView } from './restore-source-view.ts';
import { typeTreeView, type TypeTickView } from './type-tree-view.ts';

/** The second step of the wizard. */
export interface RestoreOptionsView extends RestoreSourceView {
  steps: RestoreStepView[];
  hidden: CarriedField[];
  errors: FieldErrors;
  form: RestoreForm;
  isNew: boolean;
  where: string;
  all: boolean;
  chosen: boolean;
  types: TypeTickView[];
  total: string;
  overwrite: boolean;
  keep: boolean;
  missing: boolean;
  /** Why roles can't be restored; undefined where they can. */
  withoutRoles: string | undefined;
  givesRoles: boolean;
  /** How many archived objects the backup has; undefined where it has none. */
  archived: string | undefined;
  /** Why comments can't be restored; undefined where they can. */
  withoutComments: string | undefined;
  addsComments: boolean;
  /** Why attachments can't be restored; undefined where they can. */
  withoutAttachments: string | undefined;
  addsAttachments: boolean;
  /** "60 issues name": how many of the backup name its objects; undefined where it has none. */
  issuesCounted: string | undefined;
  /** Why it has none. */
  noIssues: string;
}

/** @throws Damaged */
export async function restoreOptionsView(
  { restorePlans, caller: { tenant }, reader }: Call<'restorePlans'>,
  { backup, targets }: Begun,
  form: RestoreForm,
  errors: FieldErrors = {},
): Promise<RestoreOptionsView> {
  const types = await restorePlans.types(tenant.id, backup.id);
  const target = targets.find(({ id }) => id === targetOfForm(form));
  const archived = countRecords(backup, ARCHIVED_KIND);
  const withoutRoles = whyWithout(backup, ROLES_PART);
  const withoutComments = whyWithout(backup, COMMENTS_PART);
  const withoutAttachments = whyWithout(backup, ATTACHMENTS_PART);
  const destination = target
    ? { siteUrl: target.siteUrl, targetName: target.name }
    : { siteUrl: tenant.siteUrl };
  return {
    ...restoreSourceView(backup, reader),
    steps: restoreSteps(2, () => ({ post: `/app/backups/${backup.id}/restore` })),
    hidden: carriedByOptions(form),
    errors,
    form,
    isNew: isNew(form),
    where: destinationWords(destination),
    all: form.types === 'all',
    chosen: form.types === 'chosen',
    types: typeTreeView(types, form.typeIds),
    total: count(types.length),
    overwrite: form.existing === 'overwrite',
    keep: form.existing === 'keep',
    missing: form.existing === 'missing',
    archived: archived > 0 ? counted(archived, 'archived object') : undefined,
    withoutRoles,
    givesRoles: form.roles && withoutRoles === undefined,
    withoutComments,
    addsComments: form.comments && withoutComments === undefined,
    withoutAttachments,
    addsAttachments: form.attachments && withoutAttachments === undefined,
    ...issuesView(backup),
  };
}

/** Why a backup has nothing to restore for a part. */
function whyWithout(backup: Backup, { name, title, kinds }: PartDefinition): string | undefined {
  if (kinds.some(({ kind }) => countRecords(backup, kind) > 0)) return undefined;
  const part = backup.parts.find((each) => each.name === name);
  return `This backup doesn't include ${title.toLowerCase()}.${part?.message ? ` ${part.message}` : ''}`;
}

function issuesView(backup: Backup): Pick<RestoreOptionsView, 'issuesCounted' | 'noIssues'> {
  const part = backup.parts.find(({ name }) => name === 'issues');
  const issues = countRecords(backup, 'issue');
  if (part && isSealed(part) && issues > 0)
    return { issuesCounted: counted(issues, 'issue names', 'issues name'), noIssues: '' };
  return { issuesCounted: undefined, noIssues: whyNoIssues(part) };
}

function whyNoIssues(part: Backup['parts'][number] | undefined): string {
  if (!part)
    return "This backup doesn't include objects in issues. Choose them when you back up to restore them later.";
  if (isBeingRead(part))
    return 'Issues are still being read into this backup. Wait for them to finish.';
  if (isSealed(part)) return 'No issue names an object of this backup.';
  return part.message ?? 'Issues could not be read into this backup.';
}
