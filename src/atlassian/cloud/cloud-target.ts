import { z } from 'zod';
import type { SiteObject, SiteSchema } from '../../core/assets/assets-site.ts';
import type {
  AssetsTarget,
  AttributeInput,
  ObjectInput,
  ObjectTypeInput,
  SiteIcon,
  SitePerson,
  WrittenObject,
} from '../../core/assets/assets-target.ts';
import type { HttpAnswer } from '../http/http.ts';
import { parseJson, readAnswer } from '../http/read-json.ts';
import { ApiIcon, ApiUsage } from './api-shapes.ts';
import { ONE_OBJECT_BYTES, type AssetsCalls } from './assets-calls.ts';
import { CloudObjectWriter } from './cloud-object-writer.ts';
import type { CloudPeople } from './cloud-people.ts';
import { CloudSite } from './cloud-site.ts';
import { CloudStructureWriter } from './cloud-structure-writer.ts';
import { readOneObject } from './map-object.ts';

/** Assets Cloud, read and written, and the people, groups and projects of the Jira around it. */
export class CloudTarget extends CloudSite implements AssetsTarget {
  readonly #structure: CloudStructureWriter;
  readonly #objects: CloudObjectWriter;
  readonly #people: CloudPeople;

  constructor(calls: AssetsCalls, people: CloudPeople) {
    super(calls);
    this.#structure = new CloudStructureWriter(calls);
    this.#objects = new CloudObjectWriter(calls);
    this.#people = people;
  }

  createSchema = (
    input: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<SiteSchema> => this.#structure.schema(input, signal);
  createObjectType = (input: ObjectTypeInput, signal?: AbortSignal): Promise<{ id: string }> =>
    this.#structure.objectType(input, signal);
  updateObjectType = (
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void> => this.#structure.changeObjectType(id, input, signal);
  createAttribute = (
    typeId: string,
    input: AttributeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> => this.#structure.attribute(typeId, input, signal);
  updateAttribute = (
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void> => this.#structure.changeAttribute(typeId, id, input, signal);
  deleteAttribute = (id: string, signal?: AbortSignal): Promise<void> =>
    this.#structure.dropAttribute(id, signal);
  createStatus = (
    input: { name: string; category: number; description: string; schemaId: string },
    signal?: AbortSignal,
  ): Promise<{ id: string }> => this.#structure.status(input, signal);
  createReferenceType = (
    input: { name: string; description: string; color: string; schemaId: string },
    signal?: AbortSignal,
  ): Promise<{ id: string }> => this.#structure.referenceType(input, signal);

  createObject = (input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> =>
    this.#objects.create(input, signal);
  updateObject = (id: string, input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> =>
    this.#objects.change(id, input, signal);

  people = (accountIds: string[], signal?: AbortSignal): Promise<SitePerson[]> =>
    this.#people.byId(accountIds, signal);
  personByEmail = (email: string, signal?: AbortSignal): Promise<SitePerson | null> =>
    this.#people.byEmail(email, signal);
  groups = (signal?: AbortSignal): Promise<string[]> => this.#people.groups(signal);
  projects = (signal?: AbortSignal): Promise<string[]> => this.#people.projects(signal);

  async object(id: string, signal?: AbortSignal): Promise<SiteObject | null> {
    const endpoint = 'GET object/{id}';
    const answer = await this.calls.ask(
      {
        method: 'GET',
        path: `/object/${encodeURIComponent(id)}`,
        endpoint,
        maxBytes: ONE_OBJECT_BYTES,
      },
      signal,
    );
    return (await this.#isThere(answer, endpoint, signal))
      ? readOneObject(parseJson(answer, endpoint), endpoint, this.known)
      : null;
  }

  async hasObjectType(id: string, signal?: AbortSignal): Promise<boolean> {
    const endpoint = 'GET objecttype/{id}';
    const answer = await this.calls.ask(
      { method: 'GET', path: `/objecttype/${encodeURIComponent(id)}`, endpoint },
      signal,
    );
    return answer.status !== 403 && this.#isThere(answer, endpoint, signal);
  }

  /** @throws Refused, also when it is the whole workspace that is gone */
  async #isThere(
    answer: HttpAnswer,
    endpoint: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (answer.status === 404) {
      await this.calls.assertWorkspace(signal);
      return false;
    }
    await this.calls.assertAnswered(answer, endpoint, signal);
    return true;
  }

  async icons(signal?: AbortSignal): Promise<SiteIcon[]> {
    return readAnswer(
      await this.calls.get('/icon/global', 'GET icon/global', signal),
      'GET icon/global',
      z.array(ApiIcon),
    );
  }

  async objectTotal(signal?: AbortSignal): Promise<number> {
    return readAnswer(await this.calls.get('/usage', 'GET usage', signal), 'GET usage', ApiUsage)
      .totalObjectsCount;
  }
}
