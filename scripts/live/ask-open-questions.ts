import { z } from 'zod';

/** The Assets API of a real site, and the account that reads it. */
interface LiveAssets {
  root: string;
  email: string;
  token: string;
}

interface Answer {
  status: number;
  headers: Headers;
  json: unknown;
}

const ListPage = z.looseObject({
  values: z
    .array(
      z.looseObject({
        id: z.unknown().optional(),
        attributes: z
          .array(z.looseObject({ objectTypeAttribute: z.unknown().optional() }))
          .optional(),
      }),
    )
    .optional(),
});
type ListPage = z.infer<typeof ListPage>;
const Identified = z.array(z.object({ id: z.string() }));

const ALL_OBJECTS = { qlQuery: 'objectId > 0' };

/**
 * Returns the questions about Atlassian's contract whose answer is a switch of the pretend site.
 * Reads only.
 */
export async function askOpenQuestions(assets: LiveAssets): Promise<[string, unknown][]> {
  return [...(await askAboutObjects(assets)), ...(await askAboutConfiguration(assets))];
}

async function askAboutObjects(assets: LiveAssets): Promise<[string, unknown][]> {
  const full = await searchObjects(assets, 'startAt=0&maxResults=5&includeAttributes=true');
  const page = readPage(full);
  const first = page.values?.[0];
  const bare = readPage(await searchObjects(assets, 'startAt=0&maxResults=1'));
  const wide = await searchObjects(assets, 'startAt=0&maxResults=1000&includeAttributes=false');
  const far = await searchObjects(assets, 'startAt=20000&maxResults=1&includeAttributes=false');
  const embeds = first?.attributes?.some(({ objectTypeAttribute: it }) => it !== undefined);
  return [
    ['Is "objectId >" understood?', full.status === 200],
    ['Does object/aql carry total?', page['total'] ?? 'no'],
    ['Does object/aql carry hasMoreResults?', 'hasMoreResults' in page],
    ['Type of isLast', typeof page['isLast']],
    ['Does a value in a list embed its attribute?', embeds ?? 'no object to look at'],
    [
      'Attributes by default, without includeAttributes?',
      bare.values?.[0]?.attributes?.length ?? 0,
    ],
    ['Does maxResults 1000 pass?', wide.status],
    ['Does startAt 20000 pass?', far.status],
    ['Rate limit headers', listLimits(full.headers).join(', ') || 'none'],
  ];
}

async function askAboutConfiguration(assets: LiveAssets): Promise<[string, unknown][]> {
  const schemas = readPage(await ask(assets, '/objectschema/list?maxResults=1'));
  const schemaId = String(schemas.values?.[0]?.id);
  const local = readIds(await ask(assets, `/config/statustype?objectSchemaId=${schemaId}`));
  const global = readIds(await ask(assets, '/config/statustype'));
  const roles = await ask(assets, `/config/role/objectschema/${schemaId}`);
  return [
    [
      "Do a schema's statuses hold the global ones?",
      global.length > 0 && global.every((id) => local.includes(id)),
    ],
    ['Status of config/role under Basic', roles.status],
  ];
}

const searchObjects = (assets: LiveAssets, query: string): Promise<Answer> =>
  ask(assets, `/object/aql?${query}`, ALL_OBJECTS);

/** GETs, or POSTs where there is a body. */
async function ask(
  { root, email, token }: LiveAssets,
  path: string,
  body?: object,
): Promise<Answer> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(`${root}${path}`, request);
  const text = await answer.text();
  const isJson = text.startsWith('{') || text.startsWith('[');
  const json: unknown = isJson ? JSON.parse(text) : {};
  return { status: answer.status, headers: answer.headers, json };
}

/** A page of a list, without items where the site answered with something else. */
function readPage({ json }: Answer): ListPage {
  const { data } = ListPage.safeParse(json);
  return data ?? {};
}

function readIds({ json }: Answer): string[] {
  const { data = [] } = Identified.safeParse(json);
  return data.map(({ id }) => id);
}

function listLimits(headers: Headers): string[] {
  const limits: string[] = [];
  headers.forEach((value, name) => {
    if (/ratelimit|retry/i.test(name)) limits.push(`${name}: ${value}`);
  });
  return limits;
}
