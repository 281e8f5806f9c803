import { autoAttributes } from './records/auto-attributes.ts';
import type { SimAttribute, SimSchema, SimType } from './records/model.ts';
import { SiteContent } from './content/site-content.ts';

const TEXT = 0;

/** Makes and changes schemas, types and attributes, as Assets does. */
export class SiteDefinitions extends SiteContent {
  addSchema(
    name: string,
    key: string,
    description = '',
    extra: Partial<SimSchema> = {},
  ): SimSchema {
    const id = this.nextId();
    const schema: SimSchema = {
      id,
      name,
      key,
      description,
      created: this.past(id),
      updated: this.past(id),
      nextNumber: 1,
      properties: {},
      ...extra,
    };
    this.schemas.set(id, schema);
    return schema;
  }

  /**
   * A new type, with the four attributes that Assets makes itself, unless its parent hands its own
   * down.
   */
  addType(schemaId: number, name: string, extra: Partial<SimType> = {}): SimType {
    const id = this.nextId();
    const position = this.typesOf(schemaId).filter(
      (type) => type.parentId === (extra.parentId ?? null),
    ).length;
    const type: SimType = {
      id,
      schemaId,
      name,
      description: '',
      iconId: this.icons.keys().next().value ?? '1',
      parentId: null,
      position,
      inherited: false,
      abstract: false,
      created: this.past(id),
      updated: this.past(id),
      ...extra,
    };
    this.types.set(id, type);
    const isNewer = this.habits.autoAttributes === 'varied' && this.types.size % 2 === 0;
    if (!this.inheritsAttributes(type))
      for (const auto of autoAttributes(isNewer)) this.addAttribute(id, auto.name, auto.extra);
    return type;
  }

  addAttribute(typeId: number, name: string, extra: Partial<SimAttribute> = {}): SimAttribute {
    const id = this.nextId();
    const position = Math.max(-1, ...this.attributesOf(typeId).map((other) => other.position)) + 1;
    const type = extra.type ?? TEXT;
    const attribute: SimAttribute = {
      id,
      typeId,
      name,
      position,
      type,
      ...(type === 0 ? { defaultTypeId: 0 } : {}),
      label: false,
      system: false,
      editable: true,
      removable: true,
      hidden: false,
      unique: false,
      minimum: 0,
      maximum: 1,
      ...extra,
    };
    if (attribute.label) for (const other of this.ownAttributes(typeId)) other.label = false;
    this.attributes.set(id, attribute);
    return attribute;
  }

  /** A label is given by marking an attribute, and leaves the one that had it. */
  changeAttribute(attribute: SimAttribute, changes: Partial<SimAttribute>): void {
    const { label, ...rest } = changes;
    if (label)
      for (const other of this.ownAttributes(attribute.typeId)) other.label = other === attribute;
    Object.assign(attribute, rest);
    this.structureChanged();
  }

  /** Its values go with it. */
  removeAttribute(attribute: SimAttribute): void {
    for (const typeId of this.withInheritors(attribute.typeId))
      for (const id of this.objects.idsOfType(typeId)) {
        const object = this.objects.require(id);
        if (!object.values[attribute.id]) continue;
        const { [attribute.id]: _gone, ...values } = object.values;
        this.objects.put({ ...object, values }, this.now());
      }
    this.attributes.delete(attribute.id);
  }

  changeType(type: SimType, changes: Partial<SimType>): void {
    Object.assign(type, changes);
    this.structureChanged();
  }
}
