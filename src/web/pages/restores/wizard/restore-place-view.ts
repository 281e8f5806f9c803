import { ProductError } from '../../../../core/kernel/errors.ts';
import type { RunId } from '../../../../core/kernel/ids.ts';
import { schemaMistakes } from '../../../../core/restores/schema-mistakes.ts';
import type { Site } from '../../../../core/sites/site.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { carriedByPlace, type CarriedField } from './carried-field.ts';
import { destinationName, isNew, targetOfForm, titleOf, type RestoreForm } from './restore-form.ts';

/** The part of the first step that depends on the kind of destination. */
export interface RestorePlaceView {
  backupId: string;
  errors: FieldErrors;
  hidden: CarriedField[];
  atTarget: boolean;
  noTargets: boolean;
  targets: { id: string; name: string | undefined; siteUrl: string; chosen: boolean }[];
  targetKnown: boolean;
  targetNew: boolean;
  targetExisting: boolean;
  /** Why the destination cannot be asked right now. */
  problem?: string | undefined;
  /** A new schema: its name and key. */
  isNew?: boolean | undefined;
  name?: string | undefined;
  key?: string | undefined;
  /** One of the schemas that are there. */
  isExisting?: boolean | undefined;
  none?: boolean | undefined;
  schemas?: SchemaOption[] | undefined;
  /** That the chosen schema is another one than the backup was taken of. */
  caution?: string | undefined;
}

interface SchemaOption {
  id: string;
  name: string;
  key: string;
  chosen: boolean;
}

interface Begun {
  backup: { id: RunId; schema?: { id: string; name: string; key: string } | undefined };
  targets: Site[];
}

/**
 * A site that does not answer is reported in the view, so that another destination can be chosen.
 */
export async function restorePlaceView(
  call: Pick<Call<'restorePlans'>, 'restorePlans' | 'caller'>,
  { backup, targets }: Begun,
  sent: RestoreForm,
  errors: FieldErrors = {},
): Promise<RestorePlaceView> {
  const form = chooseOnlyTarget(sent, targets);
  const base = baseView(backup.id, targets, form, errors);
  if (base.atTarget && !base.targetKnown) {
    const shown = targets.length > 0 ? (['targetId'] as const) : [];
    return { ...base, hidden: carriedByPlace({ ...form, targetId: '' }, shown) };
  }
  const ofTarget = base.atTarget ? (['targetId', 'targetPlace'] as const) : [];
  try {
    if (isNew(form)) {
      const filled = await fillProposal(call, backup.id, form);
      const { name, key } = filled;
      const hidden = carriedByPlace(filled, [...ofTarget, 'name', 'key']);
      return { ...base, isNew: true, name, key, hidden };
    }
    const schemas = await schemasOf(call, form, backup.schema);
    const isExisting = schemas.length > 0;
    const shown = isExisting ? ([...ofTarget, 'schemaId'] as const) : ofTarget;
    const hidden = carriedByPlace(form, shown);
    const caution = cautionFor(schemas, form, backup.schema);
    return { ...base, isExisting, none: !isExisting, schemas, caution, hidden };
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    return { ...base, problem: error.message, hidden: carriedByPlace(form, ofTarget) };
  }
}

/** A single target instance is chosen automatically. */
function chooseOnlyTarget(form: RestoreForm, targets: readonly Site[]): RestoreForm {
  const [only] = targets;
  const isOpen = form.place === 'target' && form.targetId === '';
  return only && targets.length === 1 && isOpen ? { ...form, targetId: only.id } : form;
}

function baseView(backupId: RunId, targets: Site[], form: RestoreForm, errors: FieldErrors) {
  const atTarget = form.place === 'target';
  const known = targets.find(({ id }) => id === form.targetId);
  return {
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
}

async function schemasOf(
  { restorePlans, caller }: Pick<Call<'restorePlans'>, 'restorePlans' | 'caller'>,
  form: RestoreForm,
  own: Begun['backup']['schema'],
): Promise<SchemaOption[]> {
  const schemas = await restorePlans.destinations.schemas(caller.tenant.id, targetOfForm(form));
  const isChosen = schemas.some(({ id }) => id === form.schemaId);
  const proposed = isChosen ? undefined : proposedSchema(schemas, form, own);
  const chosenId = isChosen ? form.schemaId : proposed?.id;
  return schemas.map(({ id, name, key }) => ({ id, name, key, chosen: id === chosenId }));
}

const proposedSchema = <S extends Named>(
  schemas: readonly S[],
  form: RestoreForm,
  own: Named | undefined,
): S | undefined => own && schemas.find((schema) => isBackedUp(schema, form, own));

type Named = Pick<SchemaOption, 'id' | 'name' | 'key'>;

/** The very schema that was backed up; on another site the one with the same name. */
function isBackedUp({ id, name, key }: Named, { place }: RestoreForm, own: Named): boolean {
  return place === 'target' ? key === own.key && name === own.name : id === own.id;
}

/** Undefined where the schema that is chosen is the one that was backed up, and where none is. */
function cautionFor(
  schemas: readonly SchemaOption[],
  form: RestoreForm,
  own: Named | undefined,
): string | undefined {
  const chosen = schemas.find((schema) => schema.chosen);
  if (!chosen || !own || isBackedUp(chosen, form, own)) return undefined;
  return `This is a backup of ${titleOf(own)}. Its object types and objects will be added to ${titleOf(chosen)}, alongside the existing ones.`;
}

/** Whether a value may be carried to another destination: what would be refused anywhere is not. */
const isFit = (pair: { name: string; key: string }): boolean =>
  Object.keys(schemaMistakes(pair, [])).length === 0;

/** Adds a free name and key, if none was typed for this destination yet. */
async function fillProposal(
  { restorePlans, caller }: Pick<Call<'restorePlans'>, 'restorePlans' | 'caller'>,
  backupId: RunId,
  form: RestoreForm,
): Promise<RestoreForm> {
  const target = targetOfForm(form);
  if (form.proposedFor === destinationName(target)) return form;
  const { name, key } = await restorePlans.destinations.propose(caller.tenant.id, target, backupId);
  const nameWasTyped = form.name !== '' && form.name !== form.proposedName;
  const keyWasTyped =
    form.key !== '' && form.key !== form.proposedKey && isFit({ name: 'x', key: form.key });
  return {
    ...form,
    name: nameWasTyped ? form.name : name,
    key: keyWasTyped ? form.key : key,
    proposedFor: destinationName(target),
    proposedName: name,
    proposedKey: key,
  };
}
