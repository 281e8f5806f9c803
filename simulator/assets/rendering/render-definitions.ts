import type {
  SimAttribute,
  SimReferenceType,
  SimSchema,
  SimStatus,
  SimType,
} from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import type { Settings } from '../../world/settings.ts';
import { defaultTypeOf } from './default-type-of.ts';
import { isoTime } from './iso-time.ts';

/** How Assets Cloud puts schemas, types, attributes and what they refer to on the wire. */
export class RenderDefinitions {
  protected readonly site: Site;
  protected readonly settings: Settings;
  protected readonly base: string;
  readonly #types = new Map<number, object>();

  /** One answer's worth: what is rendered once is kept. `base` is the address of the site. */
  constructor(site: Site, settings: Settings, base: string) {
    this.site = site;
    this.settings = settings;
    this.base = base;
  }

  protected entity(id: number): { workspaceId: string; globalId: string; id: string } {
    return {
      workspaceId: this.site.workspaceId,
      globalId: `${this.site.workspaceId}:${id}`,
      id: String(id),
    };
  }

  protected get api(): string {
    return `${this.base}/jsm/assets/workspace/${this.site.workspaceId}/v1`;
  }

  schema(schema: SimSchema, canManage: boolean, counts = true): object {
    return {
      ...this.entity(schema.id),
      name: schema.name,
      objectSchemaKey: schema.key,
      description: schema.description || undefined,
      status: 'Ok',
      created: isoTime(schema.created),
      updated: isoTime(schema.updated),
      objectCount: counts ? this.site.objectCount(schema.id) : 0,
      objectTypeCount: counts ? this.site.typesOf(schema.id).length : 0,
      canManage,
      ...schema.odd,
    };
  }

  icon(id: string): object {
    const icon = this.site.icons.get(id) ?? { id, name: 'Object' };
    return {
      id: icon.id,
      name: icon.name,
      url16: `${this.api}/icon/${icon.id}/icon.png?size=16`,
      url48: `${this.api}/icon/${icon.id}/icon.png?size=48`,
    };
  }

  type(type: SimType): object {
    const known = this.#types.get(type.id);
    if (known) return known;
    const rendered = {
      ...this.entity(type.id),
      name: type.name,
      description: type.description || undefined,
      icon: this.icon(type.iconId),
      position: type.position,
      created: isoTime(type.created),
      updated: isoTime(type.updated),
      objectCount: this.site.objects.idsOfType(type.id).length,
      parentObjectTypeId: this.#parentIdOf(type),
      objectSchemaId: String(type.schemaId),
      type: 0,
      inherited: type.inherited,
      abstractObjectType: type.abstract,
      parentObjectTypeInherited: this.site.inheritsAttributes(type),
      ...type.odd,
    };
    this.#types.set(type.id, rendered);
    return rendered;
  }

  #parentIdOf({ parentId }: SimType): string | number | undefined {
    if (parentId === null) return undefined;
    return this.settings.parentIdAs === 'text' ? String(parentId) : parentId;
  }

  attribute(attribute: SimAttribute, extended = false): object {
    return {
      ...this.entity(attribute.id),
      objectType: extended ? this.type(this.site.requireType(attribute.typeId)) : undefined,
      name: attribute.name,
      label: attribute.label,
      type: this.#shownType(attribute),
      description: attribute.description || undefined,
      defaultType: defaultTypeOf(attribute),
      ...this.#referenceOf(attribute),
      editable: attribute.editable,
      system: attribute.system,
      sortable: true,
      summable: attribute.summable ?? false,
      indexed: true,
      minimumCardinality: attribute.minimum,
      maximumCardinality: attribute.maximum,
      suffix: attribute.suffix || undefined,
      removable: attribute.removable,
      hidden: attribute.hidden,
      includeChildObjectTypes: attribute.includeChildren ?? false,
      uniqueAttribute: attribute.unique,
      regexValidation: attribute.regex || undefined,
      ...this.#filterOf(attribute),
      options: attribute.options ?? '',
      position: attribute.position,
      ...attribute.odd,
    };
  }

  #shownType({ type }: SimAttribute): number | undefined {
    const { omitType, omitReferenceType } = this.settings;
    const isHidden = (type === 0 && omitType) || (type === 1 && omitReferenceType);
    return isHidden ? undefined : type;
  }

  #filterOf({ qlQuery }: SimAttribute): object {
    const { filterNames } = this.settings;
    if (!qlQuery) return {};
    return {
      qlQuery: filterNames === 'iql' ? undefined : qlQuery,
      iql: filterNames === 'qlQuery' ? undefined : qlQuery,
    };
  }

  /** What an attribute refers to, or is limited to. */
  #referenceOf(attribute: SimAttribute): object {
    const { referenceTypeId = -1, referenceObjectTypeId = -1 } = attribute;
    const referenceType = this.site.referenceTypes.get(referenceTypeId);
    const type = this.site.types.get(referenceObjectTypeId);
    return {
      referenceType: referenceType && this.referenceType(referenceType),
      referenceObjectTypeId: type && String(type.id),
      referenceObjectType: type && this.type(type),
      typeValueMulti: attribute.typeValueMulti,
      additionalValue: referenceType ? undefined : attribute.additionalValue || undefined,
    };
  }

  referenceType(type: SimReferenceType): object {
    return {
      ...this.entity(type.id),
      name: type.name,
      description: type.description,
      color: type.color,
      url16: `${this.api}/config/referencetype/${type.id}/image.png?size=16`,
      removable: type.removable,
      objectSchemaId: type.schemaId ? String(type.schemaId) : undefined,
      ...type.odd,
    };
  }

  status(status: SimStatus): object {
    return {
      ...(this.settings.statusOfWorkspace ? this.entity(status.id) : { id: String(status.id) }),
      name: status.name,
      description: status.description,
      category: status.category,
      objectSchemaId: status.schemaId ? String(status.schemaId) : undefined,
      ...status.odd,
    };
  }
}
