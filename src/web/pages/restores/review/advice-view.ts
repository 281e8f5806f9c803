import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import { count } from '../../../view/formats/numbers.ts';
import { leavesValuesEmpty, type GroupState } from './decisions/plan-figures.ts';

/** That other schemas are to be restored first, where that keeps references. */
export interface AdviceView {
  title: string;
  text: string;
  schemas: { name: string; backupId: string }[];
}

/** Undefined where no schema with a backup would help. */
export function adviceView(
  { source }: Pick<RestorePlan, 'source'>,
  groups: readonly GroupState[],
): AdviceView | undefined {
  const helped = groups.filter(
    ({ group: { schema }, isMapped }) =>
      schema?.backupId !== undefined && schema.key !== source.schemaKey && !isMapped,
  );
  const schemas = helped.flatMap(({ group: { schema } }) =>
    schema?.backupId ? [{ name: schema.name, backupId: schema.backupId }] : [],
  );
  if (schemas.length === 0) return undefined;
  const kept = helped.reduce((sum, { group }) => sum + group.values, 0);
  const all = groups
    .filter(({ group }) => leavesValuesEmpty(group))
    .reduce((sum, { group, mappedValues }) => sum + group.values - mappedValues, 0);
  return {
    title: `Restore ${inWords(schemas.map(({ name }) => name))} first`,
    text: `That keeps ${count(kept)} of the ${count(all)} values that would be left empty. This plan waits in Activity; recalculate it afterwards.`,
    schemas,
  };
}

/** "People, Offices and Vendors". */
function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}
