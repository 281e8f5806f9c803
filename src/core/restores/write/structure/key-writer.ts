import { isPlainKind } from '../../../assets/model/definitions/attribute-kind.ts';
import { attributesOf, type StructureType } from '../../../compare/structure/schema-structure.ts';
import type { OriginalKey } from '../../structure/original-key.ts';
import {
  keptKeyTypes,
  originalKeyOwner,
  originalKeyTypes,
  plainKeyTypes,
} from '../../structure/original-key-types.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { tryWrite } from './try-write.ts';
import type { UniqueKey, WrittenStructure } from './written-structure.ts';

/**
 * The attribute for the original key: unique on types that this run makes and that have room; on
 * others a plain one, only where it is to be kept.
 */
export class KeyWriter {
  readonly #attempt: RestoreAttempt;
  readonly #types: ReadonlyMap<string, string>;
  /** The backup's types whose attribute is unique. */
  readonly #unique: ReadonlySet<string>;

  /** `types`: the backup's id → the id there. */
  constructor(attempt: RestoreAttempt, types: ReadonlyMap<string, string>) {
    const { structure } = attempt.parts.context.source;
    this.#attempt = attempt;
    this.#types = types;
    this.#unique = new Set(originalKeyTypes(structure, attempt.checkpoint.types));
  }

  async write(): Promise<Pick<WrittenStructure, 'keys' | 'uniqueKeys'>> {
    const { types } = this.#attempt.parts.context.source.structure;
    const plain = new Set(this.#plainTypes());
    /** The backup's type that has the attribute → the attribute. */
    const made = new Map<string, string>();
    for (const type of types.filter(({ id }) => this.#unique.has(id) || plain.has(id))) {
      const id = await this.#make(type);
      if (id !== undefined) made.set(type.id, id);
    }
    return { keys: this.#keysByType(made), uniqueKeys: this.#uniqueKeys(made) };
  }

  #plainTypes(): string[] {
    const { context, input } = this.#attempt.parts;
    const { structure, ancestorsOnly } = context.source;
    if (!input.keepOriginalKey) return [];
    return plainKeyTypes(structure, [...this.#unique], keptKeyTypes(structure, ancestorsOnly));
  }

  /** The attribute's id; undefined when the site refused it. */
  async #make({ id, name: typeName }: StructureType): Promise<string | undefined> {
    const { target } = this.#attempt.parts;
    const { signal } = this.#attempt;
    const { keyName } = this.#attempt.checkpoint;
    const typeId = this.#types.get(id) ?? '';
    const inherited = this.#inheritedBy(typeId);
    const unique = this.#unique.has(id) ? true : undefined;
    const find = async (): Promise<string | undefined> => {
      if (inherited !== undefined) return inherited;
      const attributes = await target.attributes(typeId, signal);
      return attributes.find((each) => each.name === keyName)?.id;
    };
    const create = async (): Promise<string> => {
      const description = 'Key of this object in the backup it was restored from';
      const input = { name: keyName, kind: 'text' as const, description, unique };
      return (await target.createAttribute(typeId, input, signal)).id;
    };
    let made: string | undefined;
    const refusal = await tryWrite(this.#attempt, async () => {
      made = await this.#attempt.makeOnce({ find, create }, true);
    });
    if (refusal !== undefined)
      this.#attempt.note(`${typeName} has no attribute for original keys: ${refusal}`);
    return made;
  }

  /**
   * The attribute that a type which was there has already, from an ancestor or an earlier restore.
   */
  #inheritedBy(typeId: string): string | undefined {
    const there = this.#attempt.parts.context.destination.structure;
    const { keyName } = this.#attempt.checkpoint;
    return (
      there &&
      attributesOf(there, typeId).find(({ name, kind }) => name === keyName && isPlainKind(kind))
        ?.id
    );
  }

  #keysByType(made: ReadonlyMap<string, string>): Map<string, OriginalKey> {
    const { structure } = this.#attempt.parts.context.source;
    const keys = new Map<string, OriginalKey>();
    const having = new Set(made.keys());
    for (const { id } of structure.types) {
      const owner = originalKeyOwner(structure, having, id);
      const attributeId = owner === undefined ? undefined : made.get(owner);
      if (owner === undefined || attributeId === undefined) continue;
      const attributeName = this.#attempt.checkpoint.keyName;
      keys.set(id, { attributeId, attributeName, unique: this.#unique.has(owner) });
    }
    return keys;
  }

  #uniqueKeys(made: ReadonlyMap<string, string>): UniqueKey[] {
    return [...made]
      .filter(([id]) => this.#unique.has(id))
      .map(([id, attributeId]) => ({ typeId: this.#types.get(id) ?? '', attributeId }));
  }
}
