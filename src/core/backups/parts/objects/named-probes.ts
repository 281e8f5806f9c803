import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { IdSet } from '../../../kernel/collections/id-set.ts';
import { nameOf } from '../people/seen-people.ts';

/**
 * What unchanged objects name that may change without them: people, groups, projects, versions,
 * Confluence pages, objects of other schemas. Of each, one object that names it is read, as long as
 * there is room for it.
 */
export class NamedProbes {
  /** Users and groups, as `nameOf` calls them. */
  readonly people = new Set<string>();
  /** No more than the objects that are read for them name. */
  readonly #covered = new Set<string>();
  readonly #own: IdSet;
  #room: number;

  /** `own`: the objects of the schema; `room`: how many objects may be read. */
  constructor(own: IdSet, room: number) {
    this.#own = own;
    this.#room = room;
  }

  /** Whether an object with these values is to be read for what it names. */
  wants(values: readonly AttributeValue[]): boolean {
    const names = values.flatMap((value) => this.#nameOf(value) ?? []);
    if (this.#room === 0 || names.every((name) => this.#covered.has(name))) return false;
    this.#room -= 1;
    names.forEach((name) => this.#covered.add(name));
    return true;
  }

  #nameOf(value: AttributeValue): string | undefined {
    if ('user' in value) return this.#person('user', value.user);
    if ('group' in value) return this.#person('group', value.group);
    if ('project' in value) return `project ${value.project}`;
    if ('version' in value) return `version ${value.version}`;
    if ('page' in value) return `page ${value.page}`;
    if ('object' in value && !this.#own.has(value.object)) return `object ${value.object}`;
    return undefined;
  }

  #person(kind: 'user' | 'group', id: string): string {
    const name = nameOf(kind, id);
    this.people.add(name);
    return name;
  }
}
