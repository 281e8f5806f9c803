/** How Assets Cloud puts things on the wire. */
import { lookUp } from '../kernel/look-up.ts';
import { defaultTypeOf } from './default-type-of.ts';
import { displayValue } from './display-value.ts';
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

/** By which browsers fetch the avatar; what stands in it is of no use to anybody else. */
const MEDIA_CLIENT = {
  clientId: '1a2b3c4d-dc47-44b0-9f0a-1b2c3d68e9ab',
  mediaBaseUrl: 'https://api.media.atlassian.com',
  mediaJwtToken: 'not-a-token',
  fileId: '84123e5f-123c-4b12-a2c5-0b86dc8123ff',
};

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
      ...schema.odd,
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
      parentObjectTypeId: this.#parentIdOf(type),
      objectSchemaId: String(type.schemaId),
      type: 0,
      inherited: type.inherited,
      abstractObjectType: type.abstract,
      parentObjectTypeInherited: this.#site.inheritsAttributes(type),
      ...type.odd,
    };
    this.#types.set(type.id, rendered);
    return rendered;
  }

  #parentIdOf({ parentId }: SimType): string | number | undefined {
    if (parentId === null) return undefined;
    return this.#settings.parentIdAs === 'text' ? String(parentId) : parentId;
  }

  attribute(attribute: SimAttribute, extended = false): object {
    return {
      ...this.#entity(attribute.id),
      objectType: extended ? this.type(this.#site.requireType(attribute.typeId)) : undefined,
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
    const { omitType, omitReferenceType } = this.#settings;
    const isHidden = (type === 0 && omitType) || (type === 1 && omitReferenceType);
    return isHidden ? undefined : type;
  }

  #filterOf({ qlQuery }: SimAttribute): object {
    const { filterNames } = this.#settings;
    if (!qlQuery) return {};
    return {
      qlQuery: filterNames === 'iql' ? undefined : qlQuery,
      iql: filterNames === 'qlQuery' ? undefined : qlQuery,
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
      ...type.odd,
    };
  }

  status(status: SimStatus): object {
    return {
      ...(this.#settings.statusOfWorkspace ? this.#entity(status.id) : { id: String(status.id) }),
      name: status.name,
      description: status.description,
      category: status.category,
      objectSchemaId: status.schemaId ? String(status.schemaId) : undefined,
      ...status.odd,
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
      name: this.#settings.extraMembers ? site.labelOf(object) : undefined,
      objectKey: site.keyOf(object),
      avatar: this.#avatar(object),
      objectType: this.type(type),
      created: iso(object.created),
      updated: iso(object.updated),
      hasAvatar: object.avatar !== undefined,
      timestamp: object.updated,
      attributes: attributes ? this.attributesOf(object, nested) : undefined,
      _links: { self: `${this.#base}/jira/servicedesk/assets/object/${object.id}` },
      ...object.odd,
    };
  }

  #avatar(object: SimObject): object {
    const of = object.avatar ? `object/${object.id}/avatar` : `objecttype/${object.typeId}/icon`;
    const url = `${this.#api}/${of}.png?size=`;
    return {
      ...this.#entity(object.id),
      url16: `${url}16`,
      url48: `${url}48`,
      url72: `${url}72`,
      url144: `${url}144`,
      url288: `${url}288`,
      objectId: String(object.id),
      mediaClientConfig: this.#settings.extraMembers ? MEDIA_CLIENT : undefined,
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
        objectId: this.#settings.extraMembers ? String(object.id) : undefined,
      });
    }
    return rendered;
  }

  #valuesOf(object: SimObject, attribute: SimAttribute): unknown[] {
    if (attribute.system) {
      if (attribute.name === 'Key') return [this.#value(this.#site.keyOf(object), attribute)];
      return [
        this.#value(iso(attribute.name === 'Created' ? object.created : object.updated), attribute),
      ];
    }
    return (object.values[attribute.id] ?? []).map((value) => this.#value(value, attribute));
  }

  #value(value: Value, attribute: SimAttribute): unknown {
    if (typeof value === 'string') return plainValue(value, displayValue(value, attribute));
    if ('ref' in value) return this.#reference(value.ref);
    if ('user' in value) return this.#user(value.user);
    if ('group' in value) return this.#group(value.group);
    if ('status' in value) return this.#status(value.status);
    if ('odd' in value) return value.odd;
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

const iso = (ms: number): string => new Date(ms).toISOString();
