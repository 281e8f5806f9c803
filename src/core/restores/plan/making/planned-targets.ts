import { withMatches, type RestoreContext } from '../../context/restore-context.ts';
import { withMade } from '../../context/restore-matches.ts';
import type { RestoreInput } from '../../restore-input.ts';
import { attributeTargets } from '../../values/attribute-targets.ts';
import type { AttributeTargets } from '../../values/map-values.ts';
import { idToCome } from '../id-to-come.ts';

/**
 * The context as it will be while objects are written: the statuses and reference types that the
 * run makes are there, under ids of their own.
 */
export function withDefinitionsToCome(context: RestoreContext): RestoreContext {
  const { statuses, referenceTypes } = context.matches.toMake;
  const made = { statuses: idsToCome(statuses), referenceTypes: idsToCome(referenceTypes) };
  return withMatches(context, withMade(context.matches, made));
}

const idsToCome = (things: readonly { id: string }[]): Map<string, string> =>
  new Map(things.map(({ id }) => [id, idToCome(id)]));

/** As if nothing was chosen yet for attributes of kinds that the destination lacks. */
export function withNothingEmpty(context: RestoreContext): RestoreContext {
  const { source } = context;
  const adapted = { ...source.adapted, leftEmpty: new Set<string>() };
  return { ...context, source: { ...source, adapted } };
}

/** How attributes of the backup will stand there. `toMake`: those that the run makes. */
export function plannedTargets(
  { source, matches }: RestoreContext,
  { changeDefinitions }: Pick<RestoreInput, 'changeDefinitions'>,
  toMake: readonly { id: string }[],
): AttributeTargets {
  const ids = idsToCome(toMake);
  const restored = new Set(source.structure.types.map(({ id }) => id));
  return attributeTargets(source.structure, matches.structure, ({ id }) => ids.get(id), {
    adapted: source.adapted,
    makesType: (id) => restored.has(id) && !matches.structure.types.has(id),
    changesDefinitions: changeDefinitions,
  });
}
