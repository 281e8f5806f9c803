import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import { sumLeftEmpty, type GroupState } from './decisions/plan-figures.ts';

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
  return {
    title: `Restore ${inWords(schemas.map(({ name }) => name))} first`,
    text: `That keeps ${keptWords(sumLeftEmpty(helped), sumLeftEmpty(groups))}. This plan waits in Activity; recalculate it afterwards.`,
    schemas,
  };
}

/** What was mapped already is left empty by neither figure. */
function keptWords(kept: number, all: number): string {
  if (all === 1) return 'the only value that would be left empty';
  const values = counted(all, 'value');
  const those = kept === all ? `all ${values}` : `${count(kept)} of the ${values}`;
  return `${those} that would be left empty`;
}

/** "People, Offices and Vendors". */
function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}
