/**
 * The object types of a schema whose list the site doesn't give: those that somebody knows, those
 * that objects are of, and the parents of both, each asked for by itself. A type that has no
 * objects, and that nobody knows, isn't found.
 */
import type { ObjectType } from '../model/definitions/object-type.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import { isOfAccount, isOfCallAlone, Unanswered } from '../ports/pages/unanswered.ts';
import { askOrNone } from './ask-or-none.ts';
import { countEach } from './count-each.ts';
import type { Pace } from './pace.ts';
import { runParallel } from './run-parallel.ts';

type TypeReader = Pick<AssetsReader, 'objectType' | 'typesOfObjects' | 'countObjects'>;

export interface GatheredTypes {
  types: ObjectType[];
  /** Those among them that the site doesn't give one by one either. */
  unread: ObjectType[];
}

/** No schema has more. */
const MAX_TYPES = 10_000;
/** So many questions without any answer say that the site doesn't give types one by one. */
const MAX_UNREAD = 5;

export interface KnownTypes {
  /** Those that the schema had when somebody read it. */
  known: readonly ObjectType[];
  /** Those that it has: they are taken as they are. */
  settled?: readonly ObjectType[] | undefined;
}

/** @throws what says more than that a type or a count can't be had */
export async function gatherTypes(
  site: TypeReader,
  schemaId: string,
  { known, settled = [] }: KnownTypes,
  pace: Pace,
): Promise<GatheredTypes> {
  const shown = await findTypesOfObjects(site, schemaId, [...known, ...settled], pace.signal);
  const questions = new TypeQuestions(site, schemaId, { known, settled, shown });
  const { types, unread } = await questions.ask(pace);
  const counted = await countEach(site, types, pace.signal);
  return { types: inPlace([...settled, ...counted]), unread };
}

/** Without those that the site doesn't give and only `known` has: they may be there no longer. */
export function withoutUnsure(
  { types, unread }: GatheredTypes,
  known: readonly { id: string }[],
): ObjectType[] {
  const ids = new Set(known.map(({ id }) => id));
  const unsure = new Set(unread.map(({ id }) => id).filter((id) => ids.has(id)));
  return inPlace(types.filter(({ id }) => !unsure.has(id)));
}

/** Types of objects that are none of `known`, as far as the site's search finds them. */
export async function findTypesOfObjects(
  site: Pick<AssetsReader, 'typesOfObjects'>,
  schemaId: string,
  known: readonly ObjectType[],
  signal: AbortSignal,
): Promise<ObjectType[]> {
  const ids = new Set(known.map(({ id }) => id));
  const found: ObjectType[] = [];
  while (ids.size < MAX_TYPES) {
    const page = await askOrNone(() => site.typesOfObjects(schemaId, [...ids], signal));
    const news = page?.filter(({ id }) => !ids.has(id)) ?? [];
    if (news.length === 0) break;
    for (const type of news) ids.add(type.id);
    found.push(...news);
  }
  return found;
}

/** A type whose parent isn't among them stands at the top. */
function inPlace(types: readonly ObjectType[]): ObjectType[] {
  const ids = new Set(types.map(({ id }) => id));
  return types.map((type) =>
    type.parentId === null || ids.has(type.parentId) ? type : { ...type, parentId: null },
  );
}

interface Candidates {
  known: readonly ObjectType[];
  settled: readonly ObjectType[];
  shown: readonly ObjectType[];
}

interface Answer {
  id: string;
  answer: ObjectType | 'gone' | 'unread';
}

/** Asks for types one by one, and for the parents that these name. */
class TypeQuestions {
  readonly #site: TypeReader;
  readonly #schemaId: string;
  readonly #waiting: string[];
  readonly #met: Set<string>;
  readonly #shown: ReadonlySet<string>;
  /** As they are known without asking. */
  readonly #known: ReadonlyMap<string, ObjectType>;
  readonly #read: ObjectType[] = [];
  readonly #unread: string[] = [];
  readonly #gone: string[] = [];

  constructor(site: TypeReader, schemaId: string, { known, settled, shown }: Candidates) {
    this.#site = site;
    this.#schemaId = schemaId;
    this.#known = new Map([...known, ...shown].map((type) => [type.id, type]));
    this.#shown = new Set(shown.map(({ id }) => id));
    this.#waiting = [...this.#known.keys()];
    this.#met = new Set([...settled.map(({ id }) => id), ...this.#waiting]);
  }

  async ask(pace: Pace): Promise<GatheredTypes> {
    const next = () => {
      const id = this.#waiting.pop();
      return id === undefined ? null : (signal: AbortSignal) => this.#askOne(id, signal);
    };
    for await (const answer of runParallel(next, pace)) this.#take(answer);
    const ids = [...this.#unread, ...this.#disbelieved];
    const unread = ids.flatMap((id) => this.#known.get(id) ?? []);
    return { types: [...this.#read, ...unread], unread };
  }

  #take({ id, answer }: Answer): void {
    if (answer === 'gone') this.#gone.push(id);
    else if (answer === 'unread') this.#unread.push(id);
    else this.#read.push(answer);
    const type = typeof answer === 'string' ? this.#known.get(id) : answer;
    const parentId = type?.parentId ?? id;
    if (this.#met.has(parentId)) return;
    this.#met.add(parentId);
    this.#waiting.push(parentId);
  }

  /** What is said to be gone is, if the site gives other types, and no object is of it. */
  get #disbelieved(): string[] {
    return this.#gone.filter((id) => this.#read.length === 0 || this.#shown.has(id));
  }

  async #askOne(id: string, signal: AbortSignal): Promise<Answer> {
    const isAsked = this.#read.length > 0 || this.#unread.length < MAX_UNREAD;
    return { id, answer: isAsked ? await this.#find(id, signal) : 'unread' };
  }

  async #find(id: string, signal: AbortSignal): Promise<Answer['answer']> {
    try {
      return (await this.#site.objectType(id, this.#schemaId, signal)) ?? 'gone';
    } catch (error) {
      if (isOfOne(error)) return 'unread';
      throw error;
    }
  }
}

/** Whether an error may be about one type alone. */
const isOfOne = (error: unknown): boolean =>
  error instanceof Unanswered || isOfCallAlone(error) || isOfAccount(error);
