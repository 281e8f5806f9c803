import { z } from 'zod';
import type { ArchivedList, ListedArchived } from '../../../core/assets/model/listed-archived.ts';
import { readList, type ListPage, type ReadList } from '../../../core/assets/paging/read-list.ts';
import type { ArchiveStore } from '../../../core/assets/ports/parts/archive-store.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { ObjectPage } from '../../../core/assets/ports/pages/object-page.ts';
import { counted } from '../../../core/kernel/counted.ts';
import { asId, asMembers, asText, fieldAs } from '../../../core/kernel/json/field-forms.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import { ApiField, apiList, ApiQueriedId, idIn } from '../../assets/shapes/api-field.ts';
import { inUtc } from '../../assets/shapes/in-utc.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';

const LIST = 'GET object/archived';
const PAGE = 500;
/** As many objects as a schema may have. */
const BOUNDS = { pages: 100_000, names: 5_000_000, characters: 64 << 20 };

const date = ApiField.words.transform(inUtc);

const ApiArchived = z
  .object({
    id: ApiQueriedId,
    objectType: fieldAs(asMembers),
    updatedAt: date,
    archivedDate: date,
    archivedBy: fieldAs(asMembers),
  })
  .transform(({ id, objectType, updatedAt, archivedDate, archivedBy = {} }): ListedArchived => ({
    id,
    typeId: objectType && idIn(objectType),
    updated: updatedAt,
    archivedAt: archivedDate,
    archivedBy: {
      id: asId(archivedBy['key']) ?? asId(archivedBy['name']) ?? '',
      name: asText(archivedBy['displayName']) ?? '',
    },
  }));

const ApiArchivedPage = z.object({ total: ApiField.number, results: apiList(ApiArchived) });

interface ArchiveOptions {
  calls: OptionalCalls;
  /** Reads one object and the people it names. */
  readOne: (id: string, signal: AbortSignal | undefined) => Promise<ObjectPage>;
  /** Ends once the site answers anything about the schema. */
  awaitAnswer: (schemaId: string, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** A page of the list wasn't given. */
class NotListed extends Error {
  readonly given: Available<never>;

  constructor(given: Available<never>) {
    super('The archived objects are not listed.');
    this.given = given;
  }
}

/** Archived objects, by documented calls that Insight lacks (assets-api: D.2). */
export class DataCenterArchive implements ArchiveStore {
  readonly #options: ArchiveOptions;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /** A site that is down for a while is asked once more when it's back. */
  async archived(schemaId: string, signal?: AbortSignal): Promise<Available<ArchivedList>> {
    const listed = await this.#list(schemaId, signal);
    if ('value' in listed || !listed.isPassing) return listed;
    await this.#options.awaitAnswer(schemaId, signal);
    return this.#list(schemaId, signal);
  }

  async #list(schemaId: string, signal: AbortSignal | undefined): Promise<Available<ArchivedList>> {
    try {
      const list = await readList({
        what: 'archived objects',
        ask: (startAt) => this.#page(schemaId, startAt, signal),
        nameOf: ({ id }) => id,
        bounds: BOUNDS,
      });
      return { value: { objects: list.items, shortfall: shortfallOf(list) } };
    } catch (error) {
      if (error instanceof NotListed) return error.given;
      throw error;
    }
  }

  archivedObject(id: string, signal?: AbortSignal): Promise<ObjectPage> {
    return this.#options.readOne(id, signal);
  }

  archiveObject(id: string, signal?: AbortSignal): Promise<Available<true>> {
    const call = {
      method: 'PUT',
      path: `/object/archive/${encodeURIComponent(id)}`,
      endpoint: 'PUT object/archive/{id}',
    } as const;
    return this.#options.calls.change(call, signal);
  }

  /** @throws NotListed */
  async #page(
    objectSchemaId: string,
    offset: number,
    signal: AbortSignal | undefined,
  ): Promise<ListPage<ListedArchived>> {
    const query = { objectSchemaId, offset, limit: PAGE };
    const read = (answer: HttpAnswer): ListPage<ListedArchived> => {
      const { total, results } = readAnswer(answer, LIST, ApiArchivedPage);
      return { items: results.items, count: results.count, total };
    };
    const call = { method: 'GET', path: '/object/archived', query, endpoint: LIST } as const;
    const page = await this.#options.calls.ask(call, read, signal);
    if ('unavailable' in page) throw new NotListed(page);
    return page.value;
  }
}

function shortfallOf({
  items,
  complete,
  unreadable,
  total,
}: ReadList<unknown>): string | undefined {
  if (complete) return undefined;
  if (unreadable > 0)
    return `The site lists ${counted(unreadable, 'archived object')} in a form that can't be read.`;
  const counts = total === undefined ? 'more archived objects' : counted(total, 'archived object');
  return `The site counts ${counts} and lists ${items.length}.`;
}
