import { z } from 'zod';
import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import type { AttributeValue } from '../../../core/assets/model/attribute-value.ts';
import { asId, asItems, asMembers, fieldAs } from '../../../core/kernel/json/field-forms.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { ApiField } from '../../assets/shapes/api-field.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { SpareQuestions } from './spare-questions.ts';

const ApiVersion = z.object({ projectId: ApiField.id });
const ApiProject = z.object({
  key: ApiField.id,
  versions: fieldAs((all) => asItems(all).flatMap((each) => asId(asMembers(each)?.['id']) ?? [])),
});
const REMEMBERED = 50_000;
const missed = (why: string): string =>
  `The projects of some versions couldn't be read, because ${why}. Without them, another site may not recognize these versions.`;
/** Versions asked for side by side: that one was deleted takes a site seconds to confirm. */
const AT_ONCE = 5;

interface Asked<S extends z.ZodType> {
  /** Below `/rest/api/2/`. */
  path: string;
  endpoint: string;
  /** The expected shape of the answer. */
  shape: S;
}

/**
 * The projects of versions, by which another site can recognize them. On Data Center, they come
 * from Jira, because the values of Assets only have IDs and names. A project's answer names all of
 * its versions, so there are few calls.
 */
export class VersionProjects {
  readonly #siteUrl: string;
  readonly #questions: SpareQuestions;
  /** Null for a version that was deleted, or whose project the account can't see. */
  readonly #keys = new RecentMap<string, string | null>(REMEMBERED);

  /** `onMissed` hears, perhaps often, a sentence about projects that can't be had. */
  constructor(http: Http, siteUrl: string, onMissed: (what: string) => void = () => undefined) {
    this.#siteUrl = siteUrl;
    this.#questions = new SpareQuestions(http, (why) => onMissed(missed(why)));
  }

  /** The same objects, with those projects of versions that the account can see. */
  async add(objects: AssetsObject[], signal?: AbortSignal): Promise<AssetsObject[]> {
    const ids = [...new Set(objects.flatMap(versionsIn))];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const unknown = ids.slice(from, from + AT_ONCE).filter((id) => !this.#keys.has(id));
      await Promise.all(unknown.map((id) => this.#learn(id, signal)));
    }
    return ids.length === 0 ? objects : objects.map((object) => this.#withProjects(object));
  }

  #withProjects(object: AssetsObject): AssetsObject {
    if (versionsIn(object).length === 0) return object;
    const values = Object.fromEntries(
      Object.entries(object.values).map(([id, list]) => [
        id,
        list.map((value) => this.#withProject(value)),
      ]),
    );
    return { ...object, values };
  }

  #withProject(value: AttributeValue): AttributeValue {
    if (!('version' in value)) return value;
    const projectKey = this.#keys.get(value.version);
    return projectKey ? { ...value, projectKey } : value;
  }

  /** The project of a version, and all other versions of that project. */
  async #learn(id: string, signal: AbortSignal | undefined): Promise<void> {
    const { projectId } = await this.#ask(versionCall(id), signal);
    const project = projectId === undefined ? {} : await this.#ask(projectCall(projectId), signal);
    const key = project.key ?? null;
    for (const other of project.versions ?? []) this.#keys.set(other, key);
    this.#keys.set(id, key);
  }

  /** Empty if Jira refuses or never answers, or if the site's agent is too old to ask. */
  async #ask<S extends z.ZodType>(
    { path, endpoint, shape }: Asked<S>,
    signal: AbortSignal | undefined,
  ): Promise<Partial<z.output<S>>> {
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, shape);
    const url = `${this.#siteUrl}/rest/api/2/${path}`;
    const check = (answer: HttpAnswer): void => void read(answer);
    const readOrNone = (answer: HttpAnswer) => (answer.status < 300 ? read(answer) : {});
    const call = { method: 'GET', url, endpoint, check } as const;
    return (await this.#questions.ask(call, readOrNone, signal)) ?? {};
  }
}

const versionCall = (id: string): Asked<typeof ApiVersion> => ({
  path: `version/${encodeURIComponent(id)}`,
  endpoint: 'GET rest/api/2/version/{id}',
  shape: ApiVersion,
});

const projectCall = (id: string): Asked<typeof ApiProject> => ({
  path: `project/${encodeURIComponent(id)}`,
  endpoint: 'GET rest/api/2/project/{id}',
  shape: ApiProject,
});

const versionsIn = ({ values }: AssetsObject): string[] =>
  Object.values(values)
    .flat()
    .flatMap((value) => ('version' in value ? [value.version] : []));
