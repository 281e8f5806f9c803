/** What a pretend site answers about its content, through the API that the product uses. */
import { createHash } from 'node:crypto';
import { ADMIN } from '../fixtures/prepare-sites.ts';

interface Listed {
  id: string;
  name: string;
}
export interface ListedObject {
  id: string;
  label: string;
}
interface Page {
  values: ListedObject[];
}

const PAGE = 500;

export class SiteContent {
  readonly #root: string;

  constructor(site: { url: string; workspaceId: string }) {
    this.#root = `${site.url}/jsm/assets/workspace/${site.workspaceId}/v1`;
  }

  async schemas(): Promise<Listed[]> {
    const { values } = await this.#ask<{ values: Listed[] }>('objectschema/list?maxResults=500');
    return values;
  }

  async types(schemaId: string): Promise<Listed[]> {
    return this.#ask(`objectschema/${schemaId}/objecttypes/flat`);
  }

  async attributes(typeId: string): Promise<Listed[]> {
    return this.#ask(`objecttype/${typeId}/attributes`);
  }

  /** All objects that a query finds, in the order of the site. */
  async objects(qlQuery: string): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    for (;;) {
      const query = `startAt=${found.length}&maxResults=${PAGE}&includeAttributes=true`;
      const { values } = await this.#ask<Page>(`object/aql?${query}`, { qlQuery });
      found.push(...values);
      if (values.length < PAGE) return found;
    }
  }

  async typeId(schema: string, type: string): Promise<string> {
    const found = (await this.schemas()).find(({ name }) => name === schema);
    const types = found ? await this.types(found.id) : [];
    return idOf(types, `${schema}: ${type}`, type);
  }

  async attributeId(typeId: string, name: string): Promise<string> {
    return idOf(await this.attributes(typeId), name);
  }

  /** A hash over schemas, types, attributes and objects, with ids, keys and dates. */
  async digest(siteUrl: string): Promise<string> {
    const hash = createHash('sha256');
    const add = (part: unknown): unknown =>
      hash.update(JSON.stringify(part).replaceAll(siteUrl, ''));
    for (const schema of await this.schemas()) {
      add(schema);
      for (const type of await this.types(schema.id)) add([type, await this.attributes(type.id)]);
      add(await this.objects(`objectSchemaId = ${schema.id}`));
    }
    return hash.digest('hex');
  }

  async #ask<T>(path: string, body?: object): Promise<T> {
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await fetch(`${this.#root}/${path}`, { headers: ADMIN, ...sent });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    return await answer.json();
  }
}

function idOf(list: Listed[], what: string, name = what): string {
  const found = list.find((each) => each.name === name);
  if (!found) throw new Error(`The site has no ${what}.`);
  return found.id;
}
