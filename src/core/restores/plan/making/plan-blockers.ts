import { hostOf } from '../../../sites/host-of.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreInput } from '../../restore-input.ts';
import type { DestinationRight } from './destination-rights.ts';
import type { PlanBlocker } from '../plan-blocker.ts';
import type { PlannedStructure } from './plan-structure.ts';

type Input = Pick<RestoreInput, 'schema' | 'place'>;

/** Why the restore cannot run at all, and what to do about each. */
export function planBlockers(
  context: RestoreContext,
  input: Input,
  {
    structure,
    rights = [],
  }: {
    structure: Pick<PlannedStructure, 'calls'>;
    /** Empty where the site does not say. */
    rights?: readonly DestinationRight[] | undefined;
  },
): PlanBlocker[] {
  return [
    ...destinationBlockers(context, input),
    ...rightsBlockers(input, { changesStructure: structure.calls > 0, rights }),
    ...sourceBlockers(context),
  ];
}

/** One blocker in one text. */
export const blockerText = ({ what, todo }: PlanBlocker): string => `${what} ${todo}`;

function destinationBlockers(
  { source, destination, matches }: RestoreContext,
  { schema }: Input,
): PlanBlocker[] {
  const { occupied } = destination;
  const makesTypes = source.structure.types.some((type) => !matches.structure.types.has(type.id));
  const blockers: PlanBlocker[] = [];
  if (occupied.name)
    blockers.push({
      code: 'name-taken',
      what: `A schema named "${schema.name}" already exists.`,
      todo: 'Go back and choose another name.',
    });
  if (occupied.key)
    blockers.push({
      code: 'key-taken',
      what: `A schema with the key ${schema.key} already exists.`,
      todo: 'Go back and choose another key.',
    });
  if (schema.kind === 'existing' && !destination.structure)
    blockers.push({
      code: 'schema-gone',
      what: 'The schema to restore into no longer exists.',
      todo: 'Go back and choose another one.',
    });
  if (makesTypes && matches.fallbackIcon === undefined)
    blockers.push({
      code: 'no-icon',
      what: "The destination lists no icons, and object types can't be created without one.",
      todo: 'Add an icon in the global settings of Assets there, then recalculate.',
    });
  return blockers;
}

/** Only what the site denies outright: what it does not say, it decides when it is written to. */
function rightsBlockers(
  { schema, place }: Input,
  { changesStructure, rights }: { changesStructure: boolean; rights: readonly DestinationRight[] },
): PlanBlocker[] {
  if (!changesStructure) return [];
  const denied = rights.find(({ right, granted }) => right !== 'browse-users' && granted === false);
  if (!denied) return [];
  const where = place.targetName ?? 'this site';
  const account = place.targetName === undefined ? 'The connected account' : 'The account';
  const what =
    denied.right === 'create-schemas'
      ? `${account} can't create schemas on ${where}.`
      : `${account} can't change the schema ${schema.name} on ${where}.`;
  const need =
    denied.right === 'create-schemas'
      ? 'Make it a Jira administrator'
      : 'Give it Object Schema Manager in this schema';
  return [
    {
      code: 'rights',
      what,
      todo: `${need} on ${hostOf(place.siteUrl)}, or use another account. Then recalculate.`,
      rights: [...rights],
    },
  ];
}

function sourceBlockers({ source: { structure, graph, header } }: RestoreContext): PlanBlocker[] {
  if (graph.size > 0 || structure.types.length > 0) return [];
  return [
    {
      code: 'nothing',
      what: `The backup of ${header.site.schemaName} holds nothing to restore.`,
      todo: 'Choose another backup.',
    },
  ];
}
