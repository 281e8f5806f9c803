import { createHash } from 'node:crypto';
import { asMembers } from '../../kernel/json/field-forms.ts';
import type { BackupRecord } from '../../storages/records/backup-record.ts';

/** The number of attributes that hold text or numbers (assets-api: A.7). */
const PLAIN_TYPE = 0;

const hashOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.toSorted().join('\n')).digest('base64');

/**
 * The parts of a schema that change the records of objects without touching their update time:
 * object types and attributes, the key of the schema, the names of statuses.
 */
export class Definitions {
  /** Object type → its parent. */
  readonly #parents = new Map<string, string>();
  /** Object type → a hash of it and of each of its own attributes. */
  readonly #lines = new Map<string, string[]>();
  /** Attribute → the object type that it is of. */
  readonly #typesOfAttributes = new Map<string, string>();
  readonly #statuses = new Map<string, string>();
  /** Object types whose label attribute is not text. */
  readonly #labelledByOthers = new Set<string>();
  #schemaKey = '';

  add({ kind, type, id, body }: BackupRecord): void {
    const fields = asMembers(body) ?? {};
    if (kind === 'schema') this.#schemaKey = String(fields['key']);
    const definition = asMembers(fields['definition']) ?? {};
    if (kind === 'status') this.#statuses.set(id, String(definition['name']));
    if (kind === 'objectType') this.#addLine(id, { kind, body });
    if (kind === 'attribute') {
      this.#addLine(type, { kind, body });
      this.#typesOfAttributes.set(id, type);
    }
    if (kind === 'objectType' && typeof fields['parentId'] === 'string')
      this.#parents.set(id, fields['parentId']);
    if (definition['label'] === true && fields['type'] !== PLAIN_TYPE)
      this.#labelledByOthers.add(type);
  }

  /** Equal for two types whose objects have the same attributes, including inherited ones. */
  digestOf(typeId: string): string {
    const chain = this.#chainOf(typeId);
    return hashOf([this.#schemaKey, ...chain.flatMap((each) => this.#lines.get(each) ?? [])]);
  }

  /** Of all object types. */
  get digest(): string {
    return hashOf([this.#schemaKey, ...[...this.#lines.values()].flat()]);
  }

  /** Whether the objects of a type take their label from something that has a name of its own. */
  isLabelledByOthers(typeId: string): boolean {
    return this.#chainOf(typeId).some((each) => this.#labelledByOthers.has(each));
  }

  /** Whether the object type is listed. */
  hasType(id: string): boolean {
    return this.#lines.has(id);
  }

  /** The type that an attribute is of; undefined for one that is not listed. */
  typeOfAttribute(id: string): string | undefined {
    return this.#typesOfAttributes.get(id);
  }

  /** Undefined for a status that is not listed. */
  statusName(id: string): string | undefined {
    return this.#statuses.get(id);
  }

  #addLine(typeId: string, of: object): void {
    const lines = this.#lines.get(typeId) ?? [];
    this.#lines.set(typeId, lines);
    lines.push(hashOf([JSON.stringify(of)]));
  }

  /** A type and those it inherits from. */
  #chainOf(typeId: string): string[] {
    const chain = new Set<string>();
    let at: string | undefined = typeId;
    while (at !== undefined && !chain.has(at)) {
      chain.add(at);
      at = this.#parents.get(at);
    }
    return [...chain];
  }
}
