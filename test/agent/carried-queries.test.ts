import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { SiteClient } from '../../src/agent/site-client.ts';
import { agentTransport } from '../../src/atlassian/data-center/agent/agent-transport.ts';
import { tenantId } from '../../src/core/kernel/ids.ts';
import type { AgentCall } from '../../src/core/sites/agents/agent-call.ts';
import type { AgentLine } from '../../src/core/sites/agents/agent-line.ts';

/** What the site understands of the queries that reach it. */
const asked: (string | null)[] = [];
const server = createServer((request, response) => {
  asked.push(new URL(request.url ?? '', 'http://site').searchParams.get('key'));
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jira`;
const agent = new SiteClient({
  siteUrl,
  authorization: 'Bearer secret',
  authorities: undefined,
  concurrency: 1,
});
after(() => agent.close());

const callAgent = ({ method, path, headers }: Pick<AgentCall, 'method' | 'path' | 'headers'>) =>
  agent.call(
    { id: '0'.repeat(24), method, path, headers, maxBytes: 1_000_000, timeoutMs: 30_000 },
    AbortSignal.timeout(30_000),
  );
/** A line without a database in between. */
const line: Pick<AgentLine, 'carry'> = {
  carry: async (_at, call, read) => read(await callAgent(call)),
};
const http = agentTransport({
  line,
  at: { tenantId: tenantId('t'), place: 'p' },
  siteUrl,
  timeoutMs: 30_000,
});

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_none, at) =>
  String.fromCharCode(0x20 + at),
);

test('the agent carries every printable character of a query, and the site understands it', async () => {
  const keys = [...PRINTABLE.map((character) => `o${character}brien`), 'ä "ö" \n𝄞'];
  for (const key of keys) {
    const url = `${siteUrl}/rest/api/2/user`;
    const { status } = await http({ method: 'GET', url, query: { key }, endpoint: 'GET user' });
    assert.equal(status, 200, key);
  }
  assert.deepEqual(asked, keys);
});

test('a service of an earlier version leaves apostrophes as they are, and is understood as well', async () => {
  asked.length = 0;
  const path = "/rest/api/2/user?key=o'brien";
  const { body } = await callAgent({ method: 'GET', path, headers: {} });
  body.resume();
  assert.deepEqual(asked, ["o'brien"]);
});
