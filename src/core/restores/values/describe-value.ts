import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import type { Unresolved } from '../resolve/unresolved.ts';

const MAX_CHARACTERS = 200;

/** A value in words for the report. `people`: those missing on the destination, by id. */
export function describeValue(
  value: AttributeValue,
  statuses: readonly { id: string; name: string }[],
  people: ReadonlyMap<string, Unresolved>,
): string {
  if ('value' in value) return value.value.slice(0, MAX_CHARACTERS);
  if ('object' in value) return `object ${value.object}`;
  if ('user' in value) return describePerson(value.user, people);
  if ('group' in value) return value.group;
  if ('status' in value) return describeStatus(value, statuses);
  if ('project' in value) return value.project;
  if ('version' in value) return value.name ?? value.version;
  if ('page' in value) return value.name ?? value.page;
  return JSON.stringify(value.other).slice(0, MAX_CHARACTERS);
}

function describePerson(accountId: string, people: ReadonlyMap<string, Unresolved>): string {
  const name = people.get(accountId)?.name ?? accountId;
  return name === accountId ? `account ${accountId}` : `${name}, account ${accountId}`;
}

function describeStatus(
  { status, name }: { status: string; name: string },
  statuses: readonly { id: string; name: string }[],
): string {
  if (name !== '') return name;
  return statuses.find(({ id }) => id === status)?.name ?? status;
}
