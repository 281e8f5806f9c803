/** The pages of the restore wizard's first two steps. */
import { backupFacts } from '../../../../core/backups/backup-name.ts';
import type { TypeInTree } from '../../../../core/backups/inside/contents.ts';
import type { Run } from '../../../../core/runs/run.ts';
import type { Site } from '../../../../core/sites/site.ts';
import type { Call } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import { carried, isNew, targetOfForm, type RestoreForm } from './restore-form.ts';
import { placeView } from './restore-place-view.ts';

const STEPS = ['Destination', 'Options', 'Review', 'Run'];

/** The stepper at one step, from 1. `back` gives what a step that is done opens: an address, and whether the form is sent along. */
export function restoreSteps(
  current: number,
  back: (step: number) => { get?: string; post?: string } = () => ({}),
): object[] {
  return STEPS.map((title, at) => ({
    number: at + 1,
    title,
    current: at + 1 === current,
    done: at + 1 < current,
    ...(at + 1 < current ? back(at + 1) : {}),
  }));
}

/** What is restored: shown over every step. */
export function sourceView(backup: Run, call: Call): object {
  const { schemaName, schemaKey, counts } = backupFacts(backup);
  return {
    backupId: backup.id,
    catalogId: backup.catalogId,
    source: {
      name: schemaName,
      key: schemaKey,
      date: backup.endedAt && showDate(backup.endedAt, call.person.timeZone),
      objects: count(counts.object),
    },
  };
}

export async function destinationView(
  call: Call,
  { backup, targets }: { backup: Run; targets: Site[] },
  form: RestoreForm,
  errors: Readonly<Record<string, string>> = {},
): Promise<object> {
  const places = [
    { value: 'new', title: 'This site, new schema', help: 'Nothing that is there is touched.' },
    {
      value: 'existing',
      title: 'This site, existing schema',
      help: 'Brings back what was lost or changed. The options say what happens to objects that are there.',
    },
    { value: 'target', title: 'Target instance', help: 'Migrates to another site.' },
  ];
  return {
    ...sourceView(backup, call),
    steps: restoreSteps(1),
    siteUrl: call.tenant.siteUrl,
    hidden: carried(form, 'destination'),
    formError: errors['form'],
    places: places.map((place) => ({ ...place, chosen: place.value === form.place })),
    place: await placeView(call, backup.id, form, targets, errors),
  };
}

/** @throws Damaged */
export async function optionsView(
  call: Call,
  { backup, targets }: { backup: Run; targets: Site[] },
  form: RestoreForm,
  errors: Readonly<Record<string, string>> = {},
): Promise<object> {
  const types = await call.restorePlans.types(call.tenant.id, backup.id);
  const target = targets.find(({ id }) => id === targetOfForm(form));
  return {
    ...sourceView(backup, call),
    steps: restoreSteps(2, () => ({ post: `/app/backups/${backup.id}/restore` })),
    hidden: carried(form, 'options'),
    errors,
    form,
    isNew: isNew(form),
    where: target ? `${target.name} (${target.siteUrl})` : call.tenant.siteUrl,
    all: form.types === 'all',
    chosen: form.types === 'chosen',
    types: treeView(types, form.typeIds),
    total: count(types.length),
    overwrite: form.existing === 'overwrite',
    keep: form.existing === 'keep',
    missing: form.existing === 'missing',
  };
}

/** Checkboxes in the order of the tree; a parent that is not ticked but has a ticked type below it comes along. */
export function treeView(
  types: TypeInTree[],
  ticked: string[],
): {
  id: string;
  name: string;
  depth: number;
  indent: number;
  checked: boolean;
  along: boolean;
  objects: number;
  count: string;
}[] {
  const chosen = new Set(ticked);
  return types.map(({ id, name, depth, abstract, objectCount }, at) => {
    const end = types.findIndex((other, later) => later > at && other.depth <= depth);
    const below = types.slice(at + 1, end === -1 ? undefined : end);
    return {
      id,
      name,
      depth,
      indent: Math.min(depth, 8),
      abstract,
      checked: chosen.has(id),
      along: !chosen.has(id) && below.some((type) => chosen.has(type.id)),
      objects: objectCount,
      count: count(objectCount),
    };
  });
}
