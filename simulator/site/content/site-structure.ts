import { lookUp } from '../../kernel/look-up.ts';
import { CachedById } from './cached-by-id.ts';
import type { SimAttribute, SimSchema, SimType } from '../records/model.ts';
import { WatchedMap } from './watched-map.ts';

/** Schemas, types and attributes of a site, and what follows from how they stand to each other. */
export class SiteStructure {
  readonly schemas = new Map<number, SimSchema>();
  readonly types = new WatchedMap<number, SimType>(() => this.structureChanged());
  readonly attributes = new WatchedMap<number, SimAttribute>(() => this.structureChanged());
  /** Grows with every change of types and attributes. */
  structureVersion = 0;
  readonly #typesOf = new CachedById<readonly SimType[]>((schemaId) =>
    [...this.types.values()].filter((type) => type.schemaId === schemaId),
  );
  readonly #childrenOf = new CachedById<readonly SimType[]>((typeId) =>
    [...this.types.values()].filter((type) => type.parentId === typeId),
  );
  readonly #withDescendants = new CachedById<readonly number[]>((typeId) => [
    typeId,
    ...this.childrenOf(typeId).flatMap((child) => this.withDescendants(child.id)),
  ]);
  readonly #withInheritors = new CachedById<readonly number[]>((typeId) => [
    typeId,
    ...(this.types.get(typeId)?.inherited
      ? this.childrenOf(typeId).flatMap((child) => this.withInheritors(child.id))
      : []),
  ]);
  readonly #ownAttributes = new CachedById<readonly SimAttribute[]>((typeId) =>
    [...this.attributes.values()]
      .filter((attribute) => attribute.typeId === typeId)
      .sort((a, b) => a.position - b.position),
  );
  readonly #attributesOf = new CachedById<readonly SimAttribute[]>((typeId) => {
    const type = this.types.get(typeId);
    if (!type) return [];
    const parent = this.#bequeathingParentOf(type);
    return [...(parent ? this.attributesOf(parent.id) : []), ...this.ownAttributes(typeId)];
  });

  /** Call it after changing a type or an attribute in place; adding and removing them does so. */
  structureChanged(): void {
    this.structureVersion += 1;
    this.#typesOf.drop();
    this.#childrenOf.drop();
    this.#withDescendants.drop();
    this.#withInheritors.drop();
    this.#ownAttributes.drop();
    this.#attributesOf.drop();
  }

  /** @throws Error when there is no such schema */
  requireSchema(id: number): SimSchema {
    return lookUp(this.schemas, id, 'object schema');
  }

  /** @throws Error when there is no such type */
  requireType(id: number): SimType {
    return lookUp(this.types, id, 'object type');
  }

  typesOf(schemaId: number): readonly SimType[] {
    return this.#typesOf.get(schemaId);
  }

  childrenOf(typeId: number): readonly SimType[] {
    return this.#childrenOf.get(typeId);
  }

  withDescendants(typeId: number): readonly number[] {
    return this.#withDescendants.get(typeId);
  }

  /** The type and those that have its attributes from it. */
  withInheritors(typeId: number): readonly number[] {
    return this.#withInheritors.get(typeId);
  }

  inheritsAttributes(type: SimType): boolean {
    return this.#bequeathingParentOf(type) !== undefined;
  }

  ownAttributes(typeId: number): readonly SimAttribute[] {
    return this.#ownAttributes.get(typeId);
  }

  /** Inherited ones first. */
  attributesOf(typeId: number): readonly SimAttribute[] {
    return this.#attributesOf.get(typeId);
  }

  /** To this place among the attributes of its type; the others close up behind it. */
  moveAttribute(attribute: SimAttribute, position: number): void {
    const others = this.ownAttributes(attribute.typeId).filter((each) => each !== attribute);
    const first = Math.min(attribute.position, ...others.map((each) => each.position));
    others.toSpliced(Math.max(0, position - first), 0, attribute).forEach((each, at) => {
      each.position = first + at;
    });
    this.structureChanged();
  }

  /** The attribute of a type that names its objects. @throws Error when there is none */
  labelAttributeOf(typeId: number): SimAttribute {
    const label = this.attributesOf(typeId).find((attribute) => attribute.label);
    if (!label) throw new Error(`The object type ${typeId} has no label.`);
    return label;
  }

  /** The parent that hands its attributes down to the type. */
  #bequeathingParentOf(type: SimType): SimType | undefined {
    const parent = type.parentId === null ? undefined : this.types.get(type.parentId);
    return parent?.inherited ? parent : undefined;
  }
}
