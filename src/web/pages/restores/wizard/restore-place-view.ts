import { ProductError } from '../../../../core/kernel/errors.ts';
import type { RunId } from '../../../../core/kernel/ids.ts';
import type { Site } from '../../../../core/sites/site.ts';
import type { Call } from '../../../handling/call.ts';
import {
  carriedByPlace,
  destinationName,
  isNew,
  targetOfForm,
  type RestoreForm,
} from './restore-form.ts';

/** The part of the first step that depends on the kind of destination. A site that does not answer is said here: another destination can be chosen. */
export async function placeView(
  call: Call,
  backupId: RunId,
  form: RestoreForm,
  targets: Site[],
  errors: Readonly<Record<string, string>> = {},
): Promise<object> {
  const atTarget = form.place === 'target';
  const known = targets.find(({ id }) => id === form.targetId);
  const base = {
    backupId,
    errors,
    atTarget,
    noTargets: targets.length === 0,
    targets: targets.map(({ id, name, siteUrl }) => ({
      id,
      name,
      siteUrl,
      chosen: id === known?.id,
    })),
    targetKnown: atTarget && known !== undefined,
    targetNew: form.targetPlace === 'new',
    targetExisting: form.targetPlace === 'existing',
  };
  if (atTarget && !known)
    return {
      ...base,
      hidden: carriedByPlace({ ...form, targetId: '' }, targets.length > 0 ? ['targetId'] : []),
    };
  const ofTarget = atTarget ? (['targetId', 'targetPlace'] as const) : [];
  try {
    if (isNew(form)) {
      const filled = await proposed(call, backupId, form);
      return {
        ...base,
        isNew: true,
        name: filled.name,
        key: filled.key,
        hidden: carriedByPlace(filled, [...ofTarget, 'name', 'key']),
      };
    }
    const schemas = (await call.restorePlans.schemas(call.tenant.id, targetOfForm(form))).map(
      ({ id, name, key }) => ({ id, name, key, chosen: id === form.schemaId }),
    );
    return {
      ...base,
      isExisting: schemas.length > 0,
      none: schemas.length === 0,
      schemas,
      hidden: carriedByPlace(form, [
        ...ofTarget,
        ...(schemas.length > 0 ? (['schemaId'] as const) : []),
      ]),
    };
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    return { ...base, problem: error.message, hidden: carriedByPlace(form, [...ofTarget]) };
  }
}

/** With a free name and key, where none was typed for this destination yet. */
async function proposed(call: Call, backupId: RunId, form: RestoreForm): Promise<RestoreForm> {
  const target = targetOfForm(form);
  if (form.proposedFor === destinationName(target)) return form;
  const { name, key } = await call.restorePlans.propose(call.tenant.id, target, backupId);
  const touched = {
    name: form.name !== '' && form.name !== form.proposedName,
    key: form.key !== '' && form.key !== form.proposedKey,
  };
  return {
    ...form,
    name: touched.name ? form.name : name,
    key: touched.key ? form.key : key,
    proposedFor: destinationName(target),
    proposedName: name,
    proposedKey: key,
  };
}
