/**
 * The read-only part of the client's contract suite against a real site, named in credentials.json
 * (its shape: credentials.sample.json), and the open questions about Atlassian's contract that
 * reading can answer. Writes nothing to the site.
 */
import { silentLog } from '../src/core/kernel/log.ts';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { assetsReaderContract } from '../test/contract/assets-reader-contract.ts';
import { AddressGuard } from '../src/atlassian/address/address-guard.ts';
import { CloudSiteCheck } from '../src/atlassian/cloud/cloud-site-check.ts';
import { CloudSites, workspaceRoot } from '../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../src/clock.ts';

const FILE = 'credentials.json';
const Credentials = z.object({
  hosts: z.record(z.string(), z.object({ username: z.string(), password: z.string() })),
});

if (!existsSync(FILE)) {
  console.error(
    `There is no ${FILE}. Copy credentials.sample.json to ${FILE} and put in a test site, an account's email and its API token (id.atlassian.com, Security). It is ignored by git, and nothing is written to the site.`,
  );
  process.exit(1);
}
const parsed = Credentials.safeParse(JSON.parse(readFileSync(FILE, 'utf8')));
const [host, account] = parsed.success ? (Object.entries(parsed.data.hosts)[0] ?? []) : [];
if (!host || !account) {
  console.error(`${FILE} does not have the shape of credentials.sample.json.`);
  process.exit(1);
}

const apiUrl = process.argv[2] ?? 'https://api.atlassian.com';
const siteUrl = host.includes('://') ? host : `https://${host}`;
const budgets = new SiteBudgets(systemClock, {
  acquire: async () => ({ state: null, beat: async () => true, release: async () => undefined }),
});
const options = {
  apiUrl,
  requestTimeoutMs: 30_000,
  patienceMs: 60_000,
  clock: systemClock,
  log: silentLog,
  budgets,
  guard: new AddressGuard({ allowed: process.argv[2] ? [apiUrl, siteUrl] : [] }),
};
const { username: email, password: token } = account;
let failed = 0;
let passed = 0;

try {
  const check = new CloudSiteCheck(options);
  const person = await check.account(siteUrl, email, token);
  console.log(`Account: ${person.displayName}`);
  const [workspaceId] = await check.workspaces(siteUrl, email, token);
  if (!workspaceId) throw new Error('This site has no Assets: the list of workspaces is empty.');
  const site = new CloudSites(options).open({ siteUrl, workspaceId, email, token });
  for (const { name, run } of await assetsReaderContract(site)) {
    try {
      await run();
      passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await openQuestions(workspaceId);
} catch (error) {
  failed += 1;
  console.error(`FAILED  ${error instanceof Error ? error.message : String(error)}`);
}
await budgets.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Questions whose answer is a switch of the pretend site. */
async function openQuestions(workspaceId: string): Promise<void> {
  const root = workspaceRoot(apiUrl, workspaceId);
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> => {
    const answer = await fetch(`${root}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      json: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Record<
        string,
        unknown
      >,
    };
  };
  const all = { qlQuery: 'objectId > 0' };
  const page = await ask('POST', '/object/aql?startAt=0&maxResults=5&includeAttributes=true', all);
  const first = (
    page.json['values'] as { attributes?: { objectTypeAttribute?: object }[] }[] | undefined
  )?.[0];
  const bare = await ask('POST', '/object/aql?startAt=0&maxResults=1', all);
  const schema = (
    (await ask('GET', '/objectschema/list?maxResults=1')).json['values'] as
      { id: string }[] | undefined
  )?.[0]?.id;
  const local = await ask('GET', `/config/statustype?objectSchemaId=${schema}`);
  const global = await ask('GET', '/config/statustype');
  const ids = (list: unknown): string[] =>
    Array.isArray(list) ? list.map((item) => (item as { id: string }).id) : [];
  const roles = await ask('GET', `/config/role/objectschema/${schema}`);
  const limits: string[] = [];
  page.headers.forEach((value, name) => {
    if (/ratelimit|retry/i.test(name)) limits.push(`${name}: ${value}`);
  });
  const answers: [string, unknown][] = [
    ['Is "objectId >" understood?', page.status === 200],
    ['Does object/aql carry total?', page.json['total'] ?? 'no'],
    ['Does object/aql carry hasMoreResults?', 'hasMoreResults' in page.json],
    ['Type of isLast', typeof page.json['isLast']],
    [
      'Does a value in a list embed its attribute?',
      first?.attributes?.some((attribute) => attribute.objectTypeAttribute !== undefined) ??
        'no object to look at',
    ],
    [
      'Attributes by default, without includeAttributes?',
      (bare.json['values'] as { attributes?: unknown[] }[] | undefined)?.[0]?.attributes?.length ??
        0,
    ],
    [
      'Does maxResults 1000 pass?',
      (await ask('POST', '/object/aql?startAt=0&maxResults=1000&includeAttributes=false', all))
        .status,
    ],
    [
      'Does startAt 20000 pass?',
      (await ask('POST', '/object/aql?startAt=20000&maxResults=1&includeAttributes=false', all))
        .status,
    ],
    [
      "Do a schema's statuses hold the global ones?",
      ids(global.json).length > 0 && ids(global.json).every((id) => ids(local.json).includes(id)),
    ],
    ['Status of config/role under Basic', roles.status],
    ['Rate limit headers', limits.join(', ') || 'none'],
  ];
  console.log('\nOpen questions:');
  for (const [question, answer] of answers) console.log(`  ${question} ${String(answer)}`);
}
