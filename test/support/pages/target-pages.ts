import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { runningApp } from '../running-app.ts';
import { listen } from '../stand-ins/listen.ts';

interface TargetDocument {
  _id: string;
  name: string;
  token: string;
  details: { email: string; sandbox: boolean };
}

/** The documents of target instances among those of sites. */
export const TARGETS = { 'roles.source': false };
const SILENT_URL = 'http://127.0.0.1:9';
const TOKENS = [
  'admin-token',
  'weak-token',
  'wrong-token-7',
  'revoked-token',
  'noassets-token',
  'their-token',
];

/** A site that redirects into a private network; resolves with its address. */
async function startRedirecting(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
  });
  const port = await listen(server);
  after(() => {
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

/** The pages of target instances of a running app, and a second site to connect. */
export async function targetPages({ clock }: { clock?: Clock } = {}) {
  const other = await startSimulator({ seed: 'tiny' });
  const redirects = await startRedirecting();
  const running = await runningApp({
    ...(clock && { clock }),
    stage: 'set-up',
    site: { cloud: other.cloud },
    settings: { PRETEND_SITE_ADDRESSES: [other.url, redirects, SILENT_URL].join(',') },
  });
  const database = await connectDatabase(running.uri, running.databases.service);
  after(async () => {
    await database.close();
    await other.close();
  });
  const documents = database.collection<TargetDocument>('sites');
  const seen: string[] = [];
  async function post(path: string, form: Record<string, string> = {}) {
    const answer = await running.admin.post(path, form);
    seen.push(answer.html, JSON.stringify(answer.events));
    return answer;
  }
  async function get(path: string) {
    const answer = await running.admin.get(path);
    seen.push(answer.html);
    return answer;
  }
  const good = {
    name: 'Pretend sandbox',
    email: 'admin@example.com',
    workspaceId: other.workspaceId,
    siteUrl: `${other.url}/jira`,
    token: 'admin-token',
    sandbox: 'on',
  };
  /** Neither on the pages seen so far nor in the log or the database. */
  async function assertNoTokens(): Promise<void> {
    const stored = JSON.stringify(await documents.find(TARGETS).toArray());
    const text = [...seen, JSON.stringify(running.lines), stored].join('\n');
    for (const token of TOKENS) assert.ok(!text.includes(token), token);
    assert.doesNotMatch(text, /Basic [\w+/=]{12}/);
  }
  const addresses = { redirects, silent: SILENT_URL };
  return { other, addresses, running, database, documents, post, get, good, assertNoTokens };
}
