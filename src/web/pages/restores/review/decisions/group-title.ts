import type { PlanGroup } from '../../../../../core/restores/plan/plan-group.ts';
import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import { counted } from '../../../../view/formats/numbers.ts';
import { thingsWord } from '../../../../view/words/things-word.ts';
import { causesAbout, faultWords } from '../../outcome/fault-words.ts';
import { usesWords } from './uses-words.ts';

const MAX_EXAMPLES = 3;

/** "55 people don't exist on Sandbox". */
export function groupTitle(
  group: PlanGroup,
  members: readonly Unresolved[],
  { where, source }: { where: string; source: RestorePlan['source'] },
): string {
  const { kind, things } = group;
  if (kind === 'reference') return referencesTitle(group, { where, source });
  if (kind === 'issue')
    return `${counted(things, 'issue')} on ${where} ${things === 1 ? 'is' : 'are'} different from the backup`;
  const [first] = members;
  return faultWords(
    { kind, things, name: first && nameOfOne(first) },
    new Set(causesOf(group, members)),
    where,
  );
}

function referencesTitle(
  { values, schema }: PlanGroup,
  { where, source }: { where: string; source: RestorePlan['source'] },
): string {
  const references = counted(values, 'reference');
  if (!schema) return `${references} to objects that don't exist on ${where}`;
  return schema.key === source.schemaKey
    ? `${references} to objects of ${schema.name} that aren't part of this restore`
    : `${references} to schema ${schema.name}`;
}

/** Things that are not listed have unknown causes. */
const causesOf = ({ things }: PlanGroup, members: readonly Unresolved[]) => [
  ...members.map(({ state }) => state),
  ...(members.length < things ? [undefined] : []),
];

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
  const named = examples.map((each) => exampleOf(each));
  const shown =
    things > 1 || kind === 'reference' || kind === 'issue' ? [used, named.join(', ')] : [used];
  return [
    ...shown,
    ...(kind === 'issue' ? [] : causesAbout(members.map(({ state }) => state))),
  ].join(' · ');
}

function exampleOf({ kind, label, name, key, uses }: Unresolved): string {
  if (kind === 'issue') return name;
  if (kind === 'reference') return `${key ? `${key} ` : ''}${label ?? name}`;
  return `${label ?? name} ${uses}`;
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
