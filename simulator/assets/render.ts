/** How Assets Cloud puts things on the wire. */
import { lookUp } from '../kernel/look-up.ts';
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
      description: schema.description || undefined,
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
    const known = this.#types.get(type.id);
    if (known) return known;
    const rendered = {
      ...this.#entity(type.id),
      name: type.name,
      description: type.description || undefined,
      icon: this.icon(type.iconId),
      position: type.position,
      created: iso(type.created),
      updated: iso(type.updated),
      objectCount: this.#site.objects.idsOfType(type.id).length,
      parentObjectTypeId: type.parentId ?? undefined,
      objectSchemaId: String(type.schemaId),
      type: 0,
      inherited: type.inherited,
      abstractObjectType: type.abstract,
      parentObjectTypeInherited: this.#site.inheritsAttributes(type),
    };
    this.#types.set(type.id, rendered);
    return rendered;
  }

  attribute(attribute: SimAttribute, extended = false): object {
    const isHiddenType = attribute.type === 0 && this.#settings.omitType;
    return {
      ...this.#entity(attribute.id),
      objectType: extended ? this.type(this.#site.requireType(attribute.typeId)) : undefined,
      name: attribute.name,
      label: attribute.label,
      type: isHiddenType ? undefined : attribute.type,
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
      qlQuery: attribute.qlQuery || undefined,
      options: attribute.options ?? '',
      position: attribute.position,
    };
  }

  /** What an attribute refers to, or is limited to. */
  #referenceOf(attribute: SimAttribute): object {
    const { referenceTypeId = -1, referenceObjectTypeId = -1 } = attribute;
    const referenceType = this.#site.referenceTypes.get(referenceTypeId);
    const type = this.#site.types.get(referenceObjectTypeId);
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
      ...this.#entity(type.id),
      name: type.name,
      description: type.description,
      color: type.color,
      url16: `${this.#api}/config/referencetype/${type.id}/image.png?size=16`,
      removable: type.removable,
      objectSchemaId: type.schemaId ? String(type.schemaId) : undefined,
    };
  }

  status(status: SimStatus): object {
    return {
      id: String(status.id),
      name: status.name,
      description: status.description,
      category: status.category,
      objectSchemaId: status.schemaId ? String(status.schemaId) : undefined,
    };
  }

  object(
    object: SimObject,
    attributes: boolean,
    nested = this.#settings.nestedDefinitions,
  ): object {
    const site = this.#site;
    const type = site.requireType(object.typeId);
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
      attributes: attributes ? this.attributesOf(object, nested) : undefined,
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
        objectTypeAttribute: nested ? this.attribute(attribute) : undefined,
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
    if (typeof value === 'string') return plainValue(value, display(value, attribute));
    if ('ref' in value) return this.#reference(value.ref);
    if ('user' in value) return this.#user(value.user);
    if ('group' in value) return this.#group(value.group);
    if ('status' in value) return this.#status(value.status);
    return plainValue(value.project, value.project);
  }

  #reference(id: number): object {
    const object = this.#site.objects.get(id);
    if (!object) return { displayValue: '', searchValue: '', referencedType: true };
    return {
      referencedObject: this.object(object, false),
      displayValue: this.#site.labelOf(object),
      searchValue: this.#site.keyOf(object),
      referencedType: true,
    };
  }

  #user(accountId: string): object {
    const user = this.#site.person(accountId);
    const email = user?.emailVisible ? user.email : undefined;
    const displayName = user?.deleted ? 'Former user' : (user?.displayName ?? accountId);
    return {
      user: {
        avatarUrl: `${this.#base}/avatar/${accountId}.png`,
        displayName,
        name: email ?? '',
        key: accountId,
        emailAddress: email,
        isDeleted: user?.deleted ?? true,
      },
      value: accountId,
      displayValue: displayName,
      searchValue: accountId,
    };
  }

  #group(name: string): object {
    return {
      group: { avatarUrl: `${this.#base}/avatar/group.png`, name },
      displayValue: name,
      searchValue: name,
    };
  }

  #status(statusId: number): object {
    const { name, category } = lookUp(this.#site.statuses, statusId, 'status');
    const id = String(statusId);
    return {
      status: { id, name, category },
      displayValue: name,
      searchValue: this.#settings.statusSearchValue === 'id' ? id : name,
    };
  }
}

const plainValue = (value: string, displayValue: string): object => ({
  value,
  searchValue: value,
  displayValue,
  referencedType: false,
});

function defaultTypeOf({ defaultTypeId = -1 }: SimAttribute): object | undefined {
  if (defaultTypeId < 0) return undefined;
  return { id: defaultTypeId, name: DEFAULT_TYPES[defaultTypeId] };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** As the caller's locale has it: never to be taken for the value. */
function display(value: string, { defaultTypeId }: SimAttribute): string {
  if (defaultTypeId !== 4 && defaultTypeId !== 6) return value;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const year = String(date.getUTCFullYear()).slice(2);
  const day = `${date.getUTCDate()}/${MONTHS[date.getUTCMonth()]}/${year}`;
  if (defaultTypeId === 4) return day;
  const hour = date.getUTCHours();
  const minute = String(date.getUTCMinutes()).padStart(2, '0');
  return `${day} ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}
