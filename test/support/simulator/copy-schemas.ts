import type { Random } from '../../../simulator/kernel/random.ts';
import type {
  SimAttribute,
  SimObject,
  SimType,
  Value,
} from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';

/**
 * Whether both are the same one of those that every type has: known by its name, but for the name.
 */
const isSameAuto = (a: SimAttribute, b: SimAttribute): boolean =>
  !a.removable && !b.removable && a.system === b.system && (!a.system || a.name === b.name);

/** What is named alike on every site: statuses and reference types, of one schema or of all. */
interface Named {
  id: number;
  name: string;
  schemaId?: number;
}

/**
 * What a perfect restore leaves behind, made without one: the schemas on another site, everything
 * made in another order and under other ids. Answers where each id went.
 */
export function copySchemas(
  from: Site,
  schemaIds: number[],
  to: Site,
  random: Random,
): Map<number, number> {
  return new SchemaCopy(from, to, random).copy(schemaIds);
}

class SchemaCopy {
  readonly #from: Site;
  readonly #to: Site;
  readonly #random: Random;
  readonly #ids = new Map<number, number>();

  constructor(from: Site, to: Site, random: Random) {
    this.#from = from;
    this.#to = to;
    this.#random = random;
  }

  copy(schemaIds: number[]): Map<number, number> {
    for (const id of schemaIds) this.#copySchema(id);
    this.#copyNamed(schemaIds, this.#from.statuses, this.#to.statuses);
    this.#copyNamed(schemaIds, this.#from.referenceTypes, this.#to.referenceTypes);
    this.#copyIcons();
    const types = this.#shuffle(schemaIds.flatMap((id) => this.#from.typesOf(id))).sort(
      (a, b) => this.#depthOf(a) - this.#depthOf(b),
    );
    for (const type of types) this.#copyType(type);
    for (const type of types)
      this.#from
        .ownAttributes(type.id)
        .forEach((attribute) => this.#copyAttribute(type, attribute));
    const ids = types.flatMap((type) => this.#from.objects.idsOfType(type.id));
    const objects = this.#shuffle(ids).map((id) => this.#from.objects.get(id)!);
    for (const { id, typeId } of objects)
      this.#ids.set(id, this.#to.addObject(this.#moved(typeId), {}).id);
    for (const object of objects) this.#copyValues(object);
    for (const type of types) this.#copyFilters(type);
    return this.#ids;
  }

  #moved(id: number): number {
    return this.#ids.get(id) ?? id;
  }

  #shuffle<T>(items: Iterable<T>): T[] {
    return [...items]
      .map((item) => ({ item, at: this.#random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  #depthOf(type: SimType): number {
    return type.parentId === null ? 0 : this.#depthOf(this.#from.types.get(type.parentId)!) + 1;
  }

  #copySchema(id: number): void {
    const { name, key, description, properties } = this.#from.schemas.get(id)!;
    const copy = this.#to.addSchema(name, key, description, { properties: { ...properties } });
    this.#ids.set(id, copy.id);
  }

  /** One of all schemas that the other site has by name is used there; else it is made. */
  #copyNamed<T extends Named>(schemaIds: number[], here: Map<number, T>, there: Map<number, T>) {
    for (const item of this.#shuffle(here.values())) {
      if (item.schemaId !== undefined && !schemaIds.includes(item.schemaId)) continue;
      const same = [...there.values()].find(
        (other) => item.schemaId === undefined && other.name === item.name,
      );
      const id = same?.id ?? this.#to.nextId();
      this.#ids.set(item.id, id);
      if (same) continue;
      const copy = { ...item, id };
      if (item.schemaId !== undefined) copy.schemaId = this.#moved(item.schemaId);
      there.set(id, copy);
    }
  }

  #copyIcons(): void {
    const names = new Set([...this.#to.icons.values()].map(({ name }) => name));
    for (const icon of this.#from.icons.values())
      if (!names.has(icon.name)) this.#to.icons.set(icon.id, icon);
  }

  #copyType(type: SimType): void {
    const { name, description, inherited, abstract, parentId } = type;
    const iconName = this.#from.icons.get(type.iconId)?.name;
    const icon = [...this.#to.icons.values()].find((other) => other.name === iconName)!;
    const copy = this.#to.addType(this.#moved(type.schemaId), name, {
      description,
      inherited,
      abstract,
      iconId: icon.id,
      parentId: parentId === null ? null : this.#moved(parentId),
    });
    this.#ids.set(type.id, copy.id);
  }

  /** A type comes with attributes of its own: these are changed, and further ones are added. */
  #copyAttribute(type: SimType, attribute: SimAttribute): void {
    const { id, typeId: _typeId, position: _position, ...rest } = attribute;
    const changes: Omit<SimAttribute, 'id' | 'typeId' | 'position'> = rest;
    if (attribute.referenceObjectTypeId !== undefined) {
      changes.referenceObjectTypeId = this.#moved(attribute.referenceObjectTypeId);
      changes.referenceTypeId = this.#moved(attribute.referenceTypeId!);
    }
    if (attribute.type === 7 && attribute.typeValueMulti)
      changes.typeValueMulti = attribute.typeValueMulti.map((id) =>
        String(this.#moved(Number(id))),
      );
    const typeId = this.#moved(type.id);
    const own = this.#to.ownAttributes(typeId).find((other) => isSameAuto(attribute, other));
    if (!own) {
      this.#ids.set(id, this.#to.addAttribute(typeId, attribute.name, changes).id);
      return;
    }
    this.#to.changeAttribute(own, changes);
    own.label = attribute.label;
    this.#ids.set(id, own.id);
  }

  #copyValues(object: SimObject): void {
    const values = Object.entries(object.values).map(([id, list]) => [
      this.#moved(Number(id)),
      this.#shuffle(list).map((value) => this.#moveValue(value)),
    ]);
    this.#to.updateObject(
      this.#to.objects.get(this.#moved(object.id))!,
      Object.fromEntries(values) as Record<number, Value[]>,
    );
  }

  #moveValue(value: Value): Value {
    if (typeof value === 'string') return value;
    if ('ref' in value) return { ref: this.#moved(value.ref) };
    if ('status' in value) return { status: this.#moved(value.status) };
    return value;
  }

  #copyFilters(type: SimType): void {
    for (const { id, qlQuery } of this.#from.ownAttributes(type.id)) {
      if (!qlQuery) continue;
      const attribute = this.#to.attributes.get(this.#moved(id))!;
      this.#to.changeAttribute(attribute, { qlQuery: this.#rewrite(qlQuery) });
    }
  }

  /**
   * Ids and keys in our seeds' filters stand where nothing else of the same digits does, but within
   * the quotes that only look like them.
   */
  #rewrite(query: string): string {
    const move = (id: string): string => String(this.#moved(Number(id)));
    const moveKey = (key: string): string => {
      const object = this.#from.byKey(key)!;
      return this.#to.keyOf(this.#to.objects.get(this.#moved(object.id))!);
    };
    return query
      .replace(
        /((?:objectTypeId|objectId|objectSchemaId) (?:!?= |IN \())([\d, ]+)/g,
        (_all, head: string, list: string) => head + list.replace(/\d+/g, move),
      )
      .replace(
        /objectTypeAndChildren\((\d+)\)/g,
        (_all, id: string) => `objectTypeAndChildren(${move(id)})`,
      )
      .replace(/NASTY-\d+/g, moveKey)
      .replace(/Name = "objectTypeId = \d+"/, () => /Name = "objectTypeId = \d+"/.exec(query)![0]);
  }
}
