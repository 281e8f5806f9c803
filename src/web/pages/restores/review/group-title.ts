import type { PlanGroup } from '../../../../core/restores/plan/plan-group.ts';
import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import { count, counted } from '../../../view/numbers.ts';
import { thingsWord } from '../../../view/things-word.ts';
import { usesWords } from './uses-words.ts';

const MAX_EXAMPLES = 3;

/** "55 people don't exist on Sandbox". */
export function groupTitle(
  group: PlanGroup,
  members: readonly Unresolved[],
  where: string,
): string {
  const { kind, things, values, schema } = group;
  if (kind === 'reference') {
    const references = counted(values, 'reference');
    return schema
      ? `${references} to schema ${schema.name}`
      : `${references} to objects that don't exist on ${where}`;
  }
  const isInactive = members.length > 0 && members.every(isDeactivated);
  const fault = isInactive
    ? ['is deactivated', 'are deactivated']
    : ["doesn't exist", "don't exist"];
  const [first] = members;
  if (things === 1 && first) return `${nameOfOne(first)} ${fault[0]} on ${where}`;
  return `${count(things)} ${thingsWord(kind, things)} ${fault[things === 1 ? 0 : 1]} on ${where}`;
}

const isDeactivated = ({ state }: Unresolved): boolean => state === 'deactivated';

function nameOfOne({ kind, name, label }: Unresolved): string {
  if (kind === 'user') return label ?? name;
  const one = thingsWord(kind, 1);
  return `${one.charAt(0).toUpperCase()}${one.slice(1)} ${name}`;
}

/** "417 values, most in Laptop › Owner · Lena García 13, Kim Lindqvist 12". */
export function groupAbout(group: PlanGroup, members: readonly Unresolved[]): string {
  const { kind, things, attributes, attributeCount } = group;
  const [most] = attributes;
  const where = most && (attributeCount > 1 ? `most in ${most.name}` : `in ${most.name}`);
  const used = [usesWords(group.kind, group.values), where]
    .filter(Boolean)
    .join(attributeCount > 1 ? ', ' : ' ');
  const examples = [...members].sort((a, b) => b.uses - a.uses).slice(0, MAX_EXAMPLES);
  const named = examples.map(({ label, name, key, uses }) =>
    kind === 'reference' ? `${key ? `${key} ` : ''}${label ?? name}` : `${label ?? name} ${uses}`,
  );
  return things > 1 || kind === 'reference' ? `${used} · ${named.join(', ')}` : used;
}

/** "417 values in Laptop › Owner, Server › Administrator and 2 more attributes". */
export function groupWhere(group: PlanGroup): string {
  const { attributes, attributeCount } = group;
  if (attributes.length === 0) return usesWords(group.kind, group.values);
  const names = attributes.map(({ name }) => name).join(', ');
  const more = attributeCount - attributes.length;
  const others = more > 0 ? ` and ${counted(more, 'more attribute')}` : '';
  return `${usesWords(group.kind, group.values)} in ${names}${others}`;
}
