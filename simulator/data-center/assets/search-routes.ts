import { search } from '../../aql/search.ts';
import { AqlError } from '../../aql/tokenize.ts';
import { bodyOf, type AssetsCall, type AssetsHandler } from '../../assets/assets-call.ts';
import type { Answer } from '../../http/exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import type { SimObject } from '../../site/records/model.ts';
import type { ObjectView } from '../../site/content/object-store.ts';
import { say } from '../dialect/say.ts';

const USUAL_PAGE = 25;

interface SearchPage {
  text: string;
  /** From 1. */
  page: number;
  size: number;
  attributes: boolean;
  /** What the query is called in the answer. */
  language: 'qlQuery' | 'iql';
}

/** Each node of a cluster has an index of its own: every other call reaches one that lags. */
function viewOf({ world }: AssetsCall): ObjectView {
  const { site, settings } = world;
  const isBehind = settings.nodes < 2 || world.stats.json.calls % settings.nodes !== 0;
  return isBehind ? site.objects.view(site.now(), settings.indexDelayMs) : site.objects;
}

/** @throws HttpError 400 for a query that cannot be read */
function findIds(call: AssetsCall, view: ObjectView, text: string): readonly number[] {
  const { world, visible: schemaIds, account } = call;
  const { keyset } = world.settings;
  try {
    const caller = account.accountId;
    return search({ site: world.site, view, schemaIds, keyset, caller }, text);
  } catch (error) {
    if (error instanceof AqlError) throw new HttpError(400, [say(world, 'bad query')]);
    throw error;
  }
}

/** A page by its number: of what the search knows, archived objects left out. */
function answerPage(call: AssetsCall, asked: SearchPage): Answer {
  const { world, render } = call;
  world.churn.tick();
  const view = viewOf(call);
  const ids = findIds(call, view, asked.text);
  const size = Math.min(asked.size, world.settings.maxPageSize);
  const from = (asked.page - 1) * size;
  const objects = ids
    .slice(from, from + size)
    .map((id) => view.get(id))
    .filter((object): object is SimObject => object !== undefined);
  const types = [...new Set(objects.map(({ typeId }) => typeId))];
  const [query, found] =
    asked.language === 'iql' ? ['iql', 'iqlSearchResult'] : ['qlQuery', 'qlQuerySearchResult'];
  const json = {
    objectEntries: objects.map((object) => ({
      ...render.object(object, asked.attributes),
      archived: false,
    })),
    objectTypeAttributes: asked.attributes
      ? types
          .flatMap((type) => world.site.attributesOf(type))
          .map((attribute) => render.attribute(attribute))
      : [],
    objectTypeId: types[0] ?? 0,
    objectTypeIsInherited: false,
    abstractObjectType: false,
    totalFilterCount: ids.length,
    startIndex: from + 1,
    toIndex: from + objects.length,
    pageObjectSize: size,
    pageNumber: asked.page,
    orderWay: 'ascending',
    [query]: asked.text,
    [found]: true,
    conversionPossible: false,
    pageSize: Math.ceil(ids.length / size),
  };
  return { objects: objects.length, json };
}

const byQuery =
  (language: SearchPage['language']): AssetsHandler =>
  (call) =>
    answerPage(call, {
      text: call.query.get(language) ?? '',
      page: Number(call.query.get('page') ?? 1),
      size: Number(call.query.get('resultPerPage') ?? USUAL_PAGE),
      attributes: call.query.get('includeAttributes') !== 'false',
      language,
    });

const byBody =
  (language: SearchPage['language']): AssetsHandler =>
  (call) => {
    const body = bodyOf(call);
    return answerPage(call, {
      text: typeof body[language] === 'string' ? body[language] : '',
      page: Number(body['page'] ?? 1),
      size: Number(body['resultsPerPage'] ?? USUAL_PAGE),
      attributes: body['includeAttributes'] !== false,
      language,
    });
  };

export const searchRoutes: [string, string, AssetsHandler][] = [
  ['GET', '/aql/objects', byQuery('qlQuery')],
  ['GET', '/iql/objects', byQuery('iql')],
  ['POST', '/object/navlist/aql', byBody('qlQuery')],
  ['POST', '/object/navlist/iql', byBody('iql')],
];
