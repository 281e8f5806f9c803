import type { PlanGroup } from '../../../core/restores/plan/plan-group.ts';
import type { MissingKind } from '../../../core/restores/report/restore-line.ts';
import type { SkipReason } from '../../../core/restores/report/skip-reasons.ts';
import { count } from '../../view/numbers.ts';

/** Values that were skipped for one reason, and what mends it. */
export interface ReasonView {
  kind: MissingKind | 'other';
  look: 'purple' | 'teal' | 'orange' | 'magenta' | 'gray';
  title: string;
  about: string;
  /** What *fix and resume* is called here; undefined where no choice mends it. */
  fix: string | undefined;
  /** Schemas to restore first. */
  schemas: { name: string; backupId: string }[];
}

type Words = { look: ReasonView['look']; one: string; many: string; fix: string };
const WORDS: Record<MissingKind, Words> = {
  user: { look: 'purple', one: 'person', many: 'people', fix: 'Map people and resume' },
  group: { look: 'purple', one: 'group', many: 'groups', fix: 'Map groups and resume' },
  status: { look: 'magenta', one: 'status', many: 'statuses', fix: 'Map statuses and resume' },
  project: { look: 'orange', one: 'project', many: 'projects', fix: 'Map projects and resume' },
  reference: { look: 'teal', one: 'object', many: 'objects', fix: 'Resume' },
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
    const about = aboutReason(reason);
    if (!missing)
      return {
        kind: 'other',
        look: 'gray',
        title: reason.reason,
        about,
        fix: undefined,
        schemas: [],
      };
    const { look, fix } = WORDS[missing];
    const title = titleOf(reason, missing, where);
    return {
      kind: missing,
      look,
      title,
      about,
      fix,
      schemas: missing === 'reference' ? schemas : [],
    };
  });
}

function titleOf({ things, values }: SkipReason, missing: MissingKind, where: string): string {
  const { one, many } = WORDS[missing];
  if (missing === 'reference') {
    const references = `${count(values)} ${values === 1 ? 'reference' : 'references'}`;
    return `${references} to objects that don't exist on ${where}`;
  }
  return things === 1
    ? `1 ${one} doesn't exist on ${where}`
    : `${count(things)} ${many} don't exist on ${where}`;
}

function aboutReason({ values, objects, attributes, attributeCount }: SkipReason): string {
  const more = attributeCount - attributes.length;
  const others = more > 0 ? ` and ${count(more)} more` : '';
  const inObjects = `${count(objects)} ${objects === 1 ? 'object' : 'objects'}`;
  return `${count(values)} ${values === 1 ? 'value' : 'values'} in ${inObjects} · ${attributes.join(', ')}${others}`;
}
