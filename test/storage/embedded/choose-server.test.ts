import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { chooseServer, type ServerKind } from '../../../src/storage/embedded/choose-server.ts';

const FOUND = { kind: 'mongod', program: '/usr/bin/mongod' } as const;
const found = () => Promise.resolve(FOUND.program);
const none = () => Promise.resolve(null);

/** A folder in which these servers have run, one after the other. */
function folderOf(...kinds: ServerKind[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chosen-server-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const [at, kind] of kinds.entries()) {
    const data = path.join(folder, kind);
    mkdirSync(data);
    writeFileSync(path.join(data, 'WiredTiger'), '');
    utimesSync(data, 1_000 + at, 1_000 + at);
  }
  return folder;
}

test('a new folder gets a mongod where there is one', async () => {
  const folder = folderOf();
  assert.deepEqual(await chooseServer(folder, found), FOUND);
  assert.deepEqual(await chooseServer(folder, none), { kind: 'secantus' });
  mkdirSync(path.join(folder, 'secantus'));
  assert.deepEqual(await chooseServer(folder, found), FOUND, 'a start that failed leaves no data');
});

test('data keeps its server, whatever else is installed or missing by now', async () => {
  assert.deepEqual(await chooseServer(folderOf('secantus'), found), { kind: 'secantus' });
  assert.deepEqual(await chooseServer(folderOf('mongod'), found), FOUND);
  const offline = folderOf('mongod');
  await assert.rejects(chooseServer(offline, none), (error: Error) => {
    assert.match(error.message, /is that of a mongod, and none can be found.*Put a mongod on/);
    return error.message.includes(offline);
  });
});

test('of data of both, that which was used last counts', async () => {
  const folder = folderOf('secantus', 'mongod');
  assert.deepEqual(await chooseServer(folder, found), FOUND);
  await assert.rejects(chooseServer(folder, none));
  assert.deepEqual(await chooseServer(folderOf('mongod', 'secantus'), found), { kind: 'secantus' });
});
