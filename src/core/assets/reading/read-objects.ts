import { AnswerTooLarge } from '../ports/answer-too-large.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/object-page.ts';
import type { ReceivedPage } from '../ports/received-page.ts';
import { PagePlan, type PageRequest } from './page-plan.ts';
import { parallel, type Pace } from './parallel.ts';

/** Objects with all values are 2 to 8 kB of JSON each: 250 make a page of one or two megabytes, of which several are in memory at once. */
export const OBJECT_PAGE = 250;

export interface TypeToRead {
  id: string;
  expected: number;
  from?: number;
}
export interface ReadPage {
  typeId: string;
  page: ObjectPage;
  /** Everything of the type below this offset is read. */ contiguous: number;
}

/** Reads the objects of these types, page by page, in no particular order. An object may come twice. */
export async function* readObjects(
  site: AssetsReader,
  types: TypeToRead[],
  pace: Pace,
): AsyncGenerator<ReadPage> {
  const plans = types.map((type) => ({
    type,
    plan: new PagePlan({
      limit: OBJECT_PAGE,
      expected: type.expected,
      ...(type.from ? { from: type.from } : {}),
    }),
  }));
  type Arrived = {
    typeId: string;
    plan: PagePlan;
    request: PageRequest;
    received: ReceivedPage | undefined;
  };
  const ask =
    (typeId: string, plan: PagePlan, request: PageRequest) =>
    async (abort: AbortSignal): Promise<Arrived> => ({
      typeId,
      plan,
      request,
      received: await unlessTooLarge(
        site.objects(typeId, { offset: request.offset }, request.limit, abort),
        request.limit,
      ),
    });
  const next = () => {
    for (const { type, plan } of plans) {
      const request = plan.next();
      if (request) return ask(type.id, plan, request);
    }
    return null;
  };
  for await (const { typeId, plan, request, received } of parallel(next, pace)) {
    if (!received) plan.halve(request);
    else {
      const page = received.read();
      plan.arrived(request, {
        count: page.objects.length + page.unreadable.length,
        last: page.last,
      });
      yield { typeId, page, contiguous: plan.contiguous };
    }
  }
}

/** Reads named objects, in as many calls as their size asks for. Those that are gone are in none of the pages. */
export async function* readObjectsById(
  site: AssetsReader,
  ids: string[],
  pace: Pace,
): AsyncGenerator<ObjectPage> {
  const waiting: string[][] = [];
  for (let at = 0; at < ids.length; at += OBJECT_PAGE / 2)
    waiting.push(ids.slice(at, at + OBJECT_PAGE / 2));
  const ask =
    (chunk: string[]) =>
    async (abort: AbortSignal): Promise<ReceivedPage | string[]> =>
      (await unlessTooLarge(site.objectsById(chunk, abort), chunk.length)) ?? chunk;
  const next = () => {
    const chunk = waiting.pop();
    return chunk ? ask(chunk) : null;
  };
  for await (const result of parallel(next, pace)) {
    if (!Array.isArray(result)) yield result.read();
    else
      waiting.push(
        result.slice(0, Math.ceil(result.length / 2)),
        result.slice(Math.ceil(result.length / 2)),
      );
  }
}

/** Undefined for an answer that is too large, if less than `asked` can be asked for. */
export async function unlessTooLarge(
  received: Promise<ReceivedPage>,
  asked: number,
): Promise<ReceivedPage | undefined> {
  try {
    return await received;
  } catch (error) {
    if (error instanceof AnswerTooLarge && asked > 1) return undefined;
    throw error;
  }
}
