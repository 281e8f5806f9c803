import type { RestoreContext } from '../context/restore-context.ts';
import type { RestoreInput } from '../restore-input.ts';

/** Why the restore cannot run at all, in sentences. */
export function planBlockers(
  { source, destination, matches }: RestoreContext,
  { schema }: Pick<RestoreInput, 'schema'>,
): string[] {
  const { structure, graph, header } = source;
  const { occupied } = destination;
  const makesTypes = structure.types.some((type) => !matches.structure.types.has(type.id));
  const blockers: string[] = [];
  if (occupied.name)
    blockers.push(
      `A schema named "${schema.name}" is there by now. Go back and choose another name.`,
    );
  if (occupied.key)
    blockers.push(
      `A schema with the key ${schema.key} is there by now. Go back and choose another key.`,
    );
  if (schema.kind === 'existing' && !destination.structure)
    blockers.push(
      'The schema to restore into is not there any more. Go back and choose another one.',
    );
  if (makesTypes && matches.fallbackIcon === undefined)
    blockers.push('The destination lists no icon, and object types cannot be made without one.');
  if (graph.size === 0 && structure.types.length === 0)
    blockers.push(`The backup of ${header.site.schemaName} holds nothing to restore.`);
  return blockers;
}
