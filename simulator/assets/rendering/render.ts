import { lookUp } from '../../kernel/look-up.ts';
import type { SimAttribute, SimObject, Value } from '../../site/records/model.ts';
import { objectToName } from '../../site/object-to-name.ts';
import { displayValue } from './display-value.ts';
import { isoTime } from './iso-time.ts';
import { RenderDefinitions } from './render-definitions.ts';

/** By which browsers fetch the avatar; what stands in it is of no use to anybody else. */
const MEDIA_CLIENT = {
  clientId: '1a2b3c4d-dc47-44b0-9f0a-1b2c3d68e9ab',
  mediaBaseUrl: 'https://api.media.atlassian.com',
  mediaJwtToken: 'not-a-token',
  fileId: '84123e5f-123c-4b12-a2c5-0b86dc8123ff',
};

/** How Assets Cloud puts things on the wire. */
export class Render extends RenderDefinitions {
  object(object: SimObject, attributes: boolean, nested = this.settings.nestedDefinitions): object {
    const site = this.site;
    const type = site.requireType(object.typeId);
    return {
      ...this.entity(object.id),
      label: site.labelOf(object),
      name: this.settings.extraMembers ? site.labelOf(object) : undefined,
      objectKey: site.keyOf(object),
      avatar: this.#avatar(object),
      objectType: this.type(type),
      created: isoTime(object.created),
      updated: isoTime(object.updated),
      hasAvatar: object.avatar !== undefined,
      timestamp: object.updated,
      attributes: attributes ? this.attributesOf(object, nested) : undefined,
      _links: { self: `${this.base}/jira/servicedesk/assets/object/${object.id}` },
      ...object.odd,
    };
  }

  #avatar(object: SimObject): object {
    const of = object.avatar ? `object/${object.id}/avatar` : `objecttype/${object.typeId}/icon`;
    const url = `${this.api}/${of}.png?size=`;
    return {
      ...this.entity(object.id),
      url16: `${url}16`,
      url48: `${url}48`,
      url72: `${url}72`,
      url144: `${url}144`,
      url288: `${url}288`,
      objectId: String(object.id),
      mediaClientConfig: this.settings.extraMembers ? MEDIA_CLIENT : undefined,
    };
  }

  attributesOf(object: SimObject, nested: boolean): object[] {
    const site = this.site;
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
        objectId: this.settings.extraMembers ? String(object.id) : undefined,
      });
    }
    return rendered;
  }

  #valuesOf(object: SimObject, attribute: SimAttribute): unknown[] {
    if (attribute.system) {
      if (attribute.name === 'Key') return [this.#value(this.site.keyOf(object), attribute)];
      return [
        this.#value(
          isoTime(attribute.name === 'Created' ? object.created : object.updated),
          attribute,
        ),
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
    const object = objectToName(this.site, id, this.settings.archivedNamed);
    if (!object) return { displayValue: '', searchValue: '', referencedType: true };
    return {
      referencedObject: this.object(object, false),
      displayValue: this.site.labelOf(object),
      searchValue: this.site.keyOf(object),
      referencedType: true,
    };
  }

  #user(accountId: string): object {
    const user = this.site.person(accountId);
    const email = user?.emailVisible ? user.email : undefined;
    const displayName = user?.deleted ? 'Former user' : (user?.displayName ?? accountId);
    return {
      user: {
        avatarUrl: `${this.base}/avatar/${accountId}.png`,
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
      group: { avatarUrl: `${this.base}/avatar/group.png`, name },
      displayValue: name,
      searchValue: name,
    };
  }

  #status(statusId: number): object {
    const { name, category } = lookUp(this.site.statuses, statusId, 'status');
    const id = String(statusId);
    return {
      status: { id, name, category },
      displayValue: name,
      searchValue: this.settings.statusSearchValue === 'id' ? id : name,
    };
  }
}

const plainValue = (value: string, displayValue: string): object => ({
  value,
  searchValue: value,
  displayValue,
  referencedType: false,
});
