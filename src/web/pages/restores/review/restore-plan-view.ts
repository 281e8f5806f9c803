/** Review: the plan while it is made, and what it says. */
import type { RunId } from '../../../../core/kernel/ids.ts';
import { isOpen } from '../../../../core/runs/run.ts';
import { MAX_LISTED, type RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import {
  CHOICE_KINDS,
  type ChoiceKind,
  type Choices,
} from '../../../../core/restores/restore-input.ts';
import type { Call } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';
import { count, duration } from '../../../view/numbers.ts';
import { choiceLine, OPTIONS_LISTED } from './restore-choices.ts';
import { restoreSteps } from '../wizard/restore-options-view.ts';
import { chosenWords, placeWords } from '../restore-words.ts';
import { progressView } from '../../../view/progress-view.ts';

/** What was sent with *Run* and refused. */
export interface RefusedRun {
  form: Record<string, string>;
  errors: Record<string, string>;
  message: string;
}

/** @throws NotFound */
export async function planPage(call: Call, planId: RunId, refused?: RefusedRun): Promise<object> {
  const { run, input, plan } = await call.restorePlans.get(call.tenant.id, planId);
  const open = isOpen(run);
  return {
    id: run.id,
    catalogId: run.catalogId,
    steps: restoreSteps(3, (step) => ({
      get: `/app/restores/${run.id}/edit?step=${step === 1 ? 'destination' : 'options'}`,
    })),
    schema: input.schema,
    where: placeWords(input.place),
    chosen: chosenWords(input),
    open,
    stopping: run.cancelRequested,
    progress: open && progressView(run, call.clock.now()),
    stopped: run.state === 'stopped',
    failed: run.state === 'failed' && (run.message ?? 'The plan could not be made.'),
    changes: input.schema.kind === 'existing' && input.changeDefinitions,
    refused: refused?.message,
    plan: plan && planView(plan, input.choices, call, refused),
  };
}

const KINDS: Record<ChoiceKind, { title: string; about: string }> = {
  user: { title: 'Users', about: 'Values that name somebody whom the destination does not know.' },
  group: { title: 'Groups', about: 'Values that name a group that the destination does not have.' },
  status: { title: 'Statuses', about: 'Values with a status that cannot be had there.' },
  project: {
    title: 'Projects',
    about: 'Values that name a Jira project that the account does not see there.',
  },
  icon: { title: 'Icons', about: 'Icons of object types that the destination does not have.' },
  reference: {
    title: 'References',
    about: 'Values that point to objects outside of what is restored.',
  },
};
const ACTIONS: Record<RestorePlan['types'][number]['action'], { text: string; look: string }> = {
  create: { text: 'Create', look: 'success' },
  change: { text: 'Change', look: 'moved' },
  leave: { text: 'Is there', look: '' },
};

export function planView(
  plan: RestorePlan,
  choices: Choices,
  call: Pick<Call, 'person'>,
  refused?: RefusedRun,
): object {
  const { destination, source, types, objects, attributes, quota, secondCalls } = plan;
  const ofTypes = (action: keyof typeof ACTIONS): number =>
    types.filter((type) => type.action === action).length;
  const line = (
    name: string,
    created: number,
    changed: number | undefined,
    left: number | undefined,
  ): object => ({
    name,
    created: count(created),
    changed: changed === undefined ? '–' : count(changed),
    left: left === undefined ? '–' : count(left),
  });
  const date = new Date(source.backupDate);
  return {
    source: {
      ...source,
      date: Number.isNaN(date.getTime()) ? undefined : showDate(date, call.person.timeZone),
    },
    destination: { ...destination, where: placeWords(destination) },
    sums: [
      line('Objects', objects.create, objects.update, objects.leave),
      line('Object types', ofTypes('create'), ofTypes('change'), ofTypes('leave')),
      line('Attributes', attributes.create, attributes.change, attributes.leave),
      line('Statuses', plan.statuses.length, undefined, undefined),
      line('Reference types', plan.referenceTypes.length, undefined, undefined),
    ],
    statuses: plan.statuses.join(', '),
    referenceTypes: plan.referenceTypes.join(', '),
    nothing:
      objects.create +
        objects.update +
        ofTypes('create') +
        ofTypes('change') +
        attributes.create +
        attributes.change +
        plan.statuses.length +
        plan.referenceTypes.length ===
      0,
    calls: count(plan.calls),
    time: duration(plan.minutes * 60_000),
    second:
      secondCalls > 0 &&
      (secondCalls === 1
        ? '1 object is in a circle of references: it is written a second time.'
        : `${count(secondCalls)} objects are in circles of references: they are written a second time.`),
    quota: quota && { before: count(quota.before), after: count(quota.after) },
    events: count(objects.create + objects.update),
    types: types.map((type) => ({
      ...type,
      indent: Math.min(type.depth, 8),
      objects: count(type.objects),
      action: ACTIONS[type.action],
    })),
    typeCount: count(types.length),
    groups: groupsOf(plan.unresolved, choices, refused),
    unresolvedCount: count(plan.unresolvedCount),
    unresolvedMore: more(
      plan.unresolvedCount,
      plan.unresolved.length,
      'The others are left empty.',
    ),
    conflicts: plan.conflicts.map((each) => ({ ...each, count: count(each.count) })),
    conflictCount: count(plan.conflictCount),
    conflictsMore: more(
      plan.conflictRules,
      plan.conflicts.length,
      'What the others refuse is left out as well.',
    ),
    differences: plan.differences,
    differenceCount: count(plan.differenceCount),
    differencesMore: more(plan.differenceCount, plan.differences.length, ''),
    notes: plan.notes,
    blockers: plan.blockers,
  };
}

function groupsOf(
  unresolved: Unresolved[],
  choices: Choices,
  refused: RefusedRun | undefined,
): object[] {
  return CHOICE_KINDS.flatMap((kind) => {
    const lines = unresolved.flatMap((thing, at) =>
      thing.kind === kind ? [choiceLine(thing, at, choices, refused)] : [],
    );
    const options = unresolved.find((thing) => thing.kind === kind)?.options ?? [];
    return lines.length === 0
      ? []
      : [
          {
            kind,
            ...KINDS[kind],
            lines,
            count: count(lines.length),
            several: lines.length > 1,
            options: options.length > OPTIONS_LISTED && options,
            left: lines[0]!.rules[0]!.text,
          },
        ];
  });
}

/** "1,204 were counted; the first 500 are listed." */
function more(counted: number, listed: number, then: string): string | undefined {
  return counted > listed
    ? `${count(counted)} were counted; the first ${count(Math.min(listed, MAX_LISTED))} are listed. ${then}`.trim()
    : undefined;
}
