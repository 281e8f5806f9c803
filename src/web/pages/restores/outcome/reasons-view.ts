import type { PlanGroup } from '../../../../core/restores/plan/plan-group.ts';
import type { MissingKind } from '../../../../core/restores/report/restore-line.ts';
import type { SkipReason } from '../../../../core/restores/report/skip-reasons.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import { causesAbout, faultWords } from './fault-words.ts';

/** Values that were skipped for one reason, and how to fix it. */
export interface ReasonView {
  kind: MissingKind | 'other';
  look: 'purple' | 'teal' | 'orange' | 'magenta' | 'gray';
  title: string;
  about: string;
  /** The label of *fix and resume*; undefined if no choice fixes it. */
  fix: string | undefined;
  /** Schemas to restore first. */
  schemas: { name: string; backupId: string }[];
}

const LOOKS: Record<MissingKind, Pick<ReasonView, 'look'> & { fix: string }> = {
  user: { look: 'purple', fix: 'Map people and resume' },
  group: { look: 'purple', fix: 'Map groups and resume' },
  status: { look: 'magenta', fix: 'Map statuses and resume' },
  project: { look: 'orange', fix: 'Map projects and resume' },
  version: { look: 'orange', fix: 'Map versions and resume' },
  reference: { look: 'teal', fix: 'Resume' },
};

/** `groups`: of the plan, which know where references lead. */
export function reasonsView(
  reasons: readonly SkipReason[],
  groups: readonly PlanGroup[],
  where: string,
): ReasonView[] {
  const schemas = groups.flatMap(({ schema }) =>
    schema?.backupId ? [{ name: schema.name, backupId: schema.backupId }] : [],
  );
  return reasons.map((reason) => {
    const { missing } = reason;
    if (!missing)
      return {
        kind: 'other',
        look: 'gray',
        title: reason.reason,
        about: aboutReason(reason),
        fix: undefined,
        schemas: [],
      };
    const { look, fix } = LOOKS[missing];
    const title = titleOf(reason, missing, where);
    return {
      kind: missing,
      look,
      title,
      about: [aboutReason(reason), ...causesAbout([reason.cause])].join(' · '),
      fix,
      schemas: missing === 'reference' ? schemas : [],
    };
  });
}

function titleOf(
  { things, values, cause }: SkipReason,
  missing: MissingKind,
  where: string,
): string {
  if (missing === 'reference') {
    const references = counted(values, 'reference');
    return `${references} to objects that don't exist on ${where}`;
  }
  return faultWords({ kind: missing, things }, new Set([cause]), where);
}

function aboutReason({ values, objects, attributes, attributeCount }: SkipReason): string {
  const more = attributeCount - attributes.length;
  const others = more > 0 ? ` and ${count(more)} more` : '';
  const where = `${attributes.join(', ')}${others}`;
  return `${counted(values, 'value')} in ${counted(objects, 'object')} · ${where}`;
}
