import { search } from '../../aql/search.ts';
import type {
  SimAttribute,
  SimObject,
  SimStatus,
  SimUser,
  Value,
} from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { objectToName } from '../../site/object-to-name.ts';
import type { Settings } from '../../world/settings.ts';
import { checkPlainValue } from './check-plain-value.ts';
import { RefusedValue } from './refused-value.ts';

/** Reads one value that was sent, by the type of its attribute. */
export class ValueReader {
  readonly #site: Site;
  readonly #settings: Settings;

  constructor(site: Site, settings: Settings) {
    this.#site = site;
    this.#settings = settings;
  }

  /** @throws RefusedValue */
  read(attribute: SimAttribute, text: string): Value {
    switch (attribute.type) {
      case 1:
        return { ref: this.#reference(attribute, text).id };
      case 2:
        return { user: this.#user(attribute, text).accountId };
      case 3:
        return named(this.#site.pages, text, 'Page');
      case 4:
        if (!this.#site.groups.has(text)) throw new RefusedValue('Invalid Group(s)');
        return { group: text };
      case 5:
        return named(this.#site.versions, text, 'Version');
      case 6:
        return { project: this.#project(text) };
      case 7:
        return { status: this.#status(attribute, text).id };
      default:
        checkPlainValue(attribute, text, this.#settings);
        return text;
    }
  }

  /** By id or key. */
  #reference(attribute: SimAttribute, text: string): SimObject {
    const object = /^\d+$/.test(text)
      ? objectToName(this.#site, Number(text), this.#settings.archivedNamed)
      : this.#site.byKey(text);
    if (!object) throw new RefusedValue(`Object ${text} does not exist`);
    if (!this.#referencedTypes(attribute).includes(object.typeId))
      throw new RefusedValue(`Object ${text} is not of the referenced type`);
    this.#checkSchema(attribute, object);
    this.#checkFilter(attribute, object, text);
    return object;
  }

  #referencedTypes({ includeChildren, referenceObjectTypeId }: SimAttribute): readonly number[] {
    if (referenceObjectTypeId === undefined) return [];
    return includeChildren
      ? this.#site.withDescendants(referenceObjectTypeId)
      : [referenceObjectTypeId];
  }

  #checkSchema({ name, typeId }: SimAttribute, object: SimObject): void {
    if (!this.#settings.otherSchemaChecked) return;
    const schema = this.#site.schemaOf(object);
    const isOwn = schema.id === this.#site.requireType(typeId).schemaId;
    if (!isOwn && !schema.properties['allowOtherObjectSchema'])
      throw new RefusedValue(
        `${name} refers to the schema ${schema.name}, which does not allow it`,
      );
  }

  #checkFilter({ qlQuery }: SimAttribute, object: SimObject, text: string): void {
    if (!this.#settings.filterChecked || !qlQuery) return;
    const schemaIds = new Set(this.#site.schemas.keys());
    const searcher = { site: this.#site, view: this.#site.objects, schemaIds, keyset: true };
    if (!search(searcher, qlQuery).includes(object.id))
      throw new RefusedValue(`Object ${text} is invalid due to restrictions`);
  }

  #user({ typeValueMulti: groups = [] }: SimAttribute, text: string): SimUser {
    const user = this.#site.person(text);
    if (!user || user.deleted || !user.active) throw new RefusedValue(`User(s) ${text} not found`);
    const isRestricted = this.#settings.userGroups && groups.length > 0;
    if (isRestricted && !groups.some((group) => user.groups?.includes(group)))
      throw new RefusedValue(`User(s) ${text} invalid due to restrictions`);
    return user;
  }

  /** By key or id. */
  #project(text: string): string {
    const project = this.#site.projects.find(
      (key, at) => key === text || String(10_000 + at) === text,
    );
    if (!project) throw new RefusedValue(`Project ${text} not found in jira`);
    return project;
  }

  /** By id, or by name where the switch says so; the schema's own come before the global ones. */
  #status(attribute: SimAttribute, text: string): SimStatus {
    const status = this.#usableStatus(attribute, text);
    const { typeValueMulti: allowed = [] } = attribute;
    const isRestricted = this.#settings.allowedStatuses && allowed.length > 0;
    if (isRestricted && !allowed.includes(String(status.id)))
      throw new RefusedValue(`Status ${text} is invalid due to restrictions`);
    return status;
  }

  #usableStatus({ typeId }: SimAttribute, text: string): SimStatus {
    const { schemaId } = this.#site.requireType(typeId);
    const usable = [...this.#site.statuses.values()].filter(
      (status) => status.schemaId === undefined || status.schemaId === schemaId,
    );
    const byId = usable.find((status) => status.id === Number(text));
    if (byId) return byId;
    const named = this.#settings.statusByName
      ? usable.filter((status) => status.name === text)
      : [];
    const status = named.find((each) => each.schemaId !== undefined) ?? named[0];
    if (!status) throw new RefusedValue(`Status ${text} is not valid`);
    return status;
  }
}

/** A site on which none are known takes any text. */
function named(known: ReadonlyMap<string, Value>, text: string, kind: string): Value {
  const value = known.size === 0 ? text : known.get(text);
  if (value === undefined) throw new RefusedValue(`${kind} ${text} not found in jira`);
  return value;
}
