import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { AdminSession } from '../../scripts/admin-session.ts';
import { backUp, install, setUp, sync } from '../../scripts/demo-steps.ts';
import { addTarget } from '../../scripts/restore-steps.ts';
import { startSimulators } from '../../simulator/start-simulator.ts';
import { RunningApp } from '../support/running-app.ts';
import { killService, spawnService } from '../support/processes/spawn-service.ts';
import { testDatabaseUri } from '../support/databases/test-database.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sockets-'));
const file = path.join(folder, 'sockets');
after(() => rmSync(folder, { recursive: true, force: true }));

/** Where the process made connections that the guard did not make, but for the database's. */
function unguarded(databaseUri: string): string[] {
  const databasePort = Number(new URL(databaseUri).port);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const sockets = lines.map((line) => JSON.parse(line) as { port: number; stack: string });
  const outbound = sockets.filter(({ port }) => port !== databasePort);
  assert.ok(outbound.length > 5, `only ${outbound.length} connections were seen`);
  return outbound.map(({ stack }) => stack).filter((stack) => !stack.includes('address-guard.ts'));
}

test('every connection that the service makes goes through the guard of addresses', async () => {
  const [here, there] = await startSimulators([{ seed: 'tiny' }, { seed: 'other' }]);
  const uri = await testDatabaseUri();
  const running = new RunningApp(here!, uri, { PRETEND_SITE_ADDRESSES: there!.url });
  const env = { ...running.env(), SOCKETS_FILE: file, LOG_LEVEL: 'info' };
  const preload = path.resolve('test/support/proxies/note-sockets.ts');
  const { child, listening } = spawnService('src/main.ts', env, ['--import', preload]);
  try {
    const url = await listening;
    await install(here!.url, url);
    const admin = new AdminSession(here!.url, url);
    await setUp(admin);
    const [schema] = await sync(admin);
    await backUp(admin, schema!);
    const { workspaceId, url: siteUrl } = there!;
    await addTarget(admin, { name: 'Other site', siteUrl, workspaceId });
    await fetch(`${here!.url}/_simulator/uninstall`, { method: 'POST' });
    assert.deepEqual(unguarded(uri), []);
  } finally {
    await killService(child);
    await running.close();
    await there!.close();
  }
});
