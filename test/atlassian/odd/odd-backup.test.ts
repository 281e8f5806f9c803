import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudReader } from '../../../src/atlassian/cloud/cloud-reader.ts';
import type { Http, HttpCall } from '../../../src/atlassian/http/http.ts';
import type { ReadingState } from '../../../src/core/backups/reading/part-reading.ts';
import { ProductError } from '../../../src/core/kernel/errors.ts';
import type { PartShortfalls } from '../../../src/core/storages/records/backup-part.ts';
import { MemoryWriter } from '../../support/sites/in-memory/memory-writer.ts';
import { readingInto } from '../../support/sites/in-memory/reading-of.ts';
import { mutate, mutationLists, type Path } from './mutate.ts';
import { RECORDINGS } from './recordings.ts';
import { randomRuns } from '../../support/random-runs.ts';

const RUNS = randomRuns(100, 4_000);
const IDS = RECORDINGS.objectPage.values.map(({ id }) => id);

/** Which answers are odd. */
const ENDPOINTS = [
  'GET objectschema/{id}',
  'GET objectschema/{id}/objecttypes/flat',
  'GET objecttype/{id}/attributes',
  'GET config/referencetype',
  'GET config/statustype',
  'POST object/aql',
  'POST object/aql without values',
  'POST object/aql/totalcount',
] as const;
type Endpoint = (typeof ENDPOINTS)[number];

/** What the recorded site answers. */
function answerOf({ endpoint, url, query, body }: HttpCall): { endpoint: string; json: unknown } {
  if (endpoint === 'POST object/aql/totalcount') {
    const { qlQuery } = body as { qlQuery: string };
    return { endpoint, json: { totalCount: found(qlQuery).length } };
  }
  if (endpoint.startsWith('POST object/aql')) {
    const withValues = query?.['includeAttributes'] === true;
    const name = withValues ? 'POST object/aql' : 'POST object/aql without values';
    const { qlQuery } = body as { qlQuery: string };
    return { endpoint: name, json: pageOf(qlQuery, Number(query?.['startAt']), withValues) };
  }
  if (endpoint === 'GET objecttype/{id}/attributes')
    return { endpoint, json: url.includes('/43/') ? RECORDINGS.attributes : [] };
  if (endpoint === 'GET objecttype/{id}')
    return { endpoint, json: RECORDINGS.types.find(({ id }) => url.endsWith(`/${id}`)) };
  const recorded: Record<string, unknown> = {
    'GET objectschema/{id}': RECORDINGS.schema,
    'GET objectschema/list': RECORDINGS.schemaList,
    'GET objectschema/{id}/objecttypes/flat': RECORDINGS.types,
    'GET config/referencetype': RECORDINGS.referenceTypes,
    'GET config/statustype': RECORDINGS.statuses,
  };
  assert.ok(endpoint in recorded, `${endpoint} is recorded`);
  return { endpoint, json: recorded[endpoint] };
}

function pageOf(qlQuery: string, startAt: number, withValues: boolean): object {
  const page = withValues ? RECORDINGS.objectPage : RECORDINGS.censusPage;
  const ids = found(qlQuery);
  const values = page.values.filter(({ id }) => ids.includes(id));
  return { ...page, total: ids.length, values: values.slice(startAt) };
}

/** Ids of the objects that a query finds. */
function found(qlQuery: string): string[] {
  const [type, after, named, besides] = [
    /objectTypeId = (\d+)/.exec(qlQuery)?.[1],
    Number(/objectId > (\d+)/.exec(qlQuery)?.[1] ?? 0),
    /objectId IN \((.*?)\)/.exec(qlQuery)?.[1]?.split(','),
    /objectTypeId NOT IN \((.*?)\)/.exec(qlQuery)?.[1]?.split(','),
  ];
  const isOfAsked = (typeId: string): boolean =>
    (type === undefined || typeId === type) && !besides?.includes(typeId);
  return RECORDINGS.censusPage.values
    .filter(
      ({ id, objectType }) =>
        isOfAsked((objectType as { id: string }).id) &&
        Number(id) > after &&
        (named === undefined || named.includes(id)),
    )
    .map(({ id }) => id);
}

/** The recorded site, one of whose answers is changed in the same way each time. */
function oddSite(odd: Endpoint, mutations: Parameters<typeof mutate>[1]) {
  const paths: Path[] = [];
  const http: Http = async (call) => {
    const { endpoint, json } = answerOf(call);
    const mutated = endpoint === odd ? mutate(json, mutations) : undefined;
    paths.push(...(mutated?.paths ?? []));
    return { status: 200, headers: {}, body: Buffer.from(mutated?.text ?? JSON.stringify(json)) };
  };
  const sentences: string[] = [];
  const site = new CloudReader(new AssetsCalls(http, 'http://site'), {
    onOdd: (what) => void sentences.push(what),
  });
  return { site, paths, sentences };
}

interface BackedUp {
  saved: string[];
  state: ReadingState;
  shortfalls: PartShortfalls;
}

async function backUp(site: CloudReader): Promise<BackedUp> {
  const writer = new MemoryWriter();
  const { run, state } = readingInto({ site, schemaId: '35' }, writer);
  const shortfalls = await run.run();
  const objects = [...writer.records.values()].filter(({ kind }) => kind === 'object');
  return { saved: objects.map(({ id }) => id), state, shortfalls };
}

/** Inside a list, or inside the schema: nothing there is needed by more than what it is about. */
const isInside = (endpoint: Endpoint, path: Path): boolean =>
  endpoint === 'POST object/aql/totalcount' ||
  path.length > (endpoint.startsWith('POST') ? 2 : 1) ||
  (endpoint === 'GET objectschema/{id}' && path.length > 0);

const changesId = (path: Path): boolean => ['id', 'globalId'].includes(String(path.at(-1)));

test('whatever an answer looks like, a backup of it holds each object or says which it does not, and goes on where nothing that it needs is odd', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ENDPOINTS), mutationLists, async (endpoint, mutations) => {
      const { site, paths, sentences } = oddSite(endpoint, mutations);
      try {
        const { saved, state, shortfalls } = await backUp(site);
        const missing = IDS.filter((id) => !saved.includes(id)).length;
        const said = state.unsaved.count + sentences.length + Object.keys(shortfalls).length;
        const isHidden = paths.some(changesId);
        assert.ok(missing === 0 || said > 0 || isHidden, `${missing} are missing`);
      } catch (error) {
        assert.ok(error instanceof ProductError, `${String(error)}: no error of the product`);
        const where = paths.map((path) => path.join('.')).join(', ');
        const isHarmless =
          mutations.length === 1 && paths.every((path) => isInside(endpoint, path));
        assert.ok(!isHarmless, `${endpoint}, ${where}: ${error.message}`);
      }
    }),
    RUNS,
  );
});

test('a backup of the recorded site is whole, and notes what it keeps as it came', async () => {
  const { saved, state } = await backUp(oddSite('POST object/aql', []).site);
  assert.deepEqual(saved.sort(), IDS);
  assert.equal(state.unsaved.count, 0);
  assert.deepEqual(
    state.kept.listed.map(({ id, attribute }) => [id, attribute]),
    [['413', 'Site']],
  );
});
