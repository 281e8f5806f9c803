/** How Assets Cloud puts things on the wire. */
import type { Settings } from '../world/settings.ts';
import type {
  SimAttribute,
  SimObject,
  SimReferenceType,
  SimSchema,
  SimStatus,
  SimType,
  Value,
} from '../site/model.ts';
import type { Site } from '../site/site.ts';

const DEFAULT_TYPES = [
  'Text',
  'Integer',
  'Boolean',
  'Double',
  'Date',
  'Time',
  'DateTime',
  'Url',
  'Email',
  'Textarea',
  'Select',
  'IP Address',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export class Render {
  readonly #site: Site;
  readonly #settings: Settings;
  readonly #base: string;
  readonly #types = new Map<number, object>();

  /** One answer's worth: what is rendered once is kept. `base` is the address of the site. */
  constructor(site: Site, settings: Settings, base: string) {
    this.#site = site;
    this.#settings = settings;
    this.#base = base;
  }

  #entity(id: number): { workspaceId: string; globalId: string; id: string } {
    return {
      workspaceId: this.#site.workspaceId,
      globalId: `${this.#site.workspaceId}:${id}`,
      id: String(id),
    };
  }

  get #api(): string {
    return `${this.#base}/jsm/assets/workspace/${this.#site.workspaceId}/v1`;
  }

  schema(schema: SimSchema, canManage: boolean, counts = true): object {
    return {
      ...this.#entity(schema.id),
      name: schema.name,
      objectSchemaKey: schema.key,
      ...(schema.description ? { description: schema.description } : {}),
      status: 'Ok',
      created: iso(schema.created),
      updated: iso(schema.updated),
      objectCount: counts ? this.#site.objectCount(schema.id) : 0,
      objectTypeCount: counts ? this.#site.typesOf(schema.id).length : 0,
      canManage,
    };
  }

  icon(id: string): object {
    const icon = this.#site.icons.get(id) ?? { id, name: 'Object' };
    return {
      id: icon.id,
      name: icon.name,
      url16: `${this.#api}/icon/${icon.id}/icon.png?size=16`,
      url48: `${this.#api}/icon/${icon.id}/icon.png?size=48`,
    };
  }

  type(type: SimType): object {
    let rendered = this.#types.get(type.id);
    if (!rendered) {
      rendered = {
        ...this.#entity(type.id),
        name: type.name,
        ...(type.description ? { description: type.description } : {}),
        icon: this.icon(type.iconId),
        position: type.position,
        created: iso(type.created),
        updated: iso(type.updated),
        objectCount: this.#site.objects.idsOfType(type.id).length,
        ...(type.parentId === null ? {} : { parentObjectTypeId: type.parentId }),
        objectSchemaId: String(type.schemaId),
        type: 0,
        inherited: type.inherited,
        abstractObjectType: type.abstract,
        parentObjectTypeInherited: this.#site.inheritsAttributes(type),
      };
      this.#types.set(type.id, rendered);
    }
    return rendered;
  }

  attribute(attribute: SimAttribute, extended = false): object {
    const { settings, site } = { settings: this.#settings, site: this.#site };
    const reference =
      attribute.referenceTypeId === undefined
        ? undefined
        : site.referenceTypes.get(attribute.referenceTypeId);
    const target =
      attribute.referenceObjectTypeId === undefined
        ? undefined
        : site.types.get(attribute.referenceObjectTypeId);
    return {
      ...this.#entity(attribute.id),
      ...(extended ? { objectType: this.type(site.types.get(attribute.typeId)!) } : {}),
      name: attribute.name,
      label: attribute.label,
      ...(attribute.type === 0 && settings.omitType ? {} : { type: attribute.type }),
      ...(attribute.description ? { description: attribute.description } : {}),
      ...(attribute.defaultTypeId === undefined || attribute.defaultTypeId < 0
        ? {}
        : {
            defaultType: {
              id: attribute.defaultTypeId,
              name: DEFAULT_TYPES[attribute.defaultTypeId],
            },
          }),
      ...(reference ? { referenceType: this.referenceType(reference) } : {}),
      ...(target
        ? { referenceObjectTypeId: String(target.id), referenceObjectType: this.type(target) }
        : {}),
      ...(attribute.typeValueMulti ? { typeValueMulti: attribute.typeValueMulti } : {}),
      ...(attribute.additionalValue && !reference
        ? { additionalValue: attribute.additionalValue }
        : {}),
      editable: attribute.editable,
      system: attribute.system,
      sortable: true,
      summable: attribute.summable ?? false,
      indexed: true,
      minimumCardinality: attribute.minimum,
      maximumCardinality: attribute.maximum,
      ...(attribute.suffix ? { suffix: attribute.suffix } : {}),
      removable: attribute.removable,
      hidden: attribute.hidden,
      includeChildObjectTypes: attribute.includeChildren ?? false,
      uniqueAttribute: attribute.unique,
      ...(attribute.regex ? { regexValidation: attribute.regex } : {}),
      ...(attribute.qlQuery ? { qlQuery: attribute.qlQuery } : {}),
      options: attribute.options ?? '',
      position: attribute.position,
    };
  }

  referenceType(type: SimReferenceType): object {
    return {
      ...this.#entity(type.id),
      name: type.name,
      description: type.description,
      color: type.color,
      url16: `${this.#api}/config/referencetype/${type.id}/image.png?size=16`,
      removable: type.removable,
      ...(type.schemaId ? { objectSchemaId: String(type.schemaId) } : {}),
    };
  }

  status(status: SimStatus): object {
    return {
      id: String(status.id),
      name: status.name,
      description: status.description,
      category: status.category,
      ...(status.schemaId ? { objectSchemaId: String(status.schemaId) } : {}),
    };
  }

  object(
    object: SimObject,
    attributes: boolean,
    nested = this.#settings.nestedDefinitions,
  ): object {
    const site = this.#site;
    const type = site.types.get(object.typeId)!;
    return {
      ...this.#entity(object.id),
      label: site.labelOf(object),
      objectKey: site.keyOf(object),
      avatar: this.#avatar(object),
      objectType: this.type(type),
      created: iso(object.created),
      updated: iso(object.updated),
      hasAvatar: false,
      timestamp: object.updated,
      ...(attributes ? { attributes: this.attributesOf(object, nested) } : {}),
      _links: { self: `${this.#base}/jira/servicedesk/assets/object/${object.id}` },
    };
  }

  #avatar(object: SimObject): object {
    const url = `${this.#api}/objecttype/${object.typeId}/icon.png?size=`;
    return {
      ...this.#entity(object.id),
      url16: `${url}16`,
      url48: `${url}48`,
      url72: `${url}72`,
      url144: `${url}144`,
      url288: `${url}288`,
      objectId: String(object.id),
    };
  }

  attributesOf(object: SimObject, nested: boolean): object[] {
    const site = this.#site;
    const rendered: object[] = [];
    for (const attribute of site.attributesOf(object.typeId)) {
      const values = this.#valuesOf(object, attribute);
      if (values.length === 0) continue;
      rendered.push({
        workspaceId: site.workspaceId,
        globalId: `${site.workspaceId}:${object.id * 50 + attribute.position}`,
        id: String(object.id * 50 + attribute.position),
        ...(nested ? { objectTypeAttribute: this.attribute(attribute) } : {}),
        objectTypeAttributeId: String(attribute.id),
        objectAttributeValues: values,
      });
    }
    return rendered;
  }

  #valuesOf(object: SimObject, attribute: SimAttribute): object[] {
    if (attribute.system) {
      if (attribute.name === 'Key') return [this.#value(this.#site.keyOf(object), attribute)];
      return [
        this.#value(iso(attribute.name === 'Created' ? object.created : object.updated), attribute),
      ];
    }
    return (object.values[attribute.id] ?? []).map((value) => this.#value(value, attribute));
  }

  #value(value: Value, attribute: SimAttribute): object {
    const site = this.#site;
    if (typeof value === 'string')
      return {
        value,
        searchValue: value,
        displayValue: display(value, attribute),
        referencedType: false,
      };
    if ('ref' in value) {
      const target = site.objects.get(value.ref);
      if (!target) return { displayValue: '', searchValue: '', referencedType: true };
      return {
        referencedObject: this.object(target, false),
        displayValue: site.labelOf(target),
        searchValue: site.keyOf(target),
        referencedType: true,
      };
    }
    if ('user' in value) {
      const user = site.person(value.user);
      const name = user?.deleted ? 'Former user' : (user?.displayName ?? value.user);
      return {
        user: {
          avatarUrl: `${this.#base}/avatar/${value.user}.png`,
          displayName: name,
          name: user?.emailVisible ? user.email : '',
          key: value.user,
          ...(user?.emailVisible ? { emailAddress: user.email } : {}),
          isDeleted: user?.deleted ?? true,
        },
        value: value.user,
        displayValue: name,
        searchValue: value.user,
      };
    }
    if ('group' in value)
      return {
        group: { avatarUrl: `${this.#base}/avatar/group.png`, name: value.group },
        displayValue: value.group,
        searchValue: value.group,
      };
    if ('status' in value) {
      const status = site.statuses.get(value.status)!;
      return {
        status: { id: String(status.id), name: status.name, category: status.category },
        displayValue: status.name,
        searchValue: this.#settings.statusSearchValue === 'id' ? String(status.id) : status.name,
      };
    }
    return {
      value: value.project,
      displayValue: value.project,
      searchValue: value.project,
      referencedType: false,
    };
  }
}

export const iso = (ms: number): string => new Date(ms).toISOString();

/** As the caller's locale has it: never to be taken for the value. */
function display(value: string, { defaultTypeId }: SimAttribute): string {
  if (defaultTypeId !== 4 && defaultTypeId !== 6) return value;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const day = `${date.getUTCDate()}/${MONTHS[date.getUTCMonth()]}/${String(date.getUTCFullYear()).slice(2)}`;
  return defaultTypeId === 4
    ? day
    : `${day} ${date.getUTCHours() % 12 || 12}:${String(date.getUTCMinutes()).padStart(2, '0')} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}
