/** Servers that name others: where the way from one to the next ends. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import { explainConnectionFailure } from '../../../src/storage/own/explain-connection-failure.ts';
import { openOwnDatabase } from '../../../src/storage/own/open-own-database.ts';
import { memberWithoutWrites, type Named } from '../../support/stand-ins/member-without-writes.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { uri } = await testDatabase();
const PRIMARY = `127.0.0.1:${new URL(uri).port}`;
const ADDRESS: DatabaseAddress = {
  hosts: [],
  isSrv: false,
  database: 'ours',
  user: '',
  password: '',
  authSource: 'admin',
  tls: false,
  ca: '',
};
/** 127.0.0.1 and nothing else. */
const GATES = composeDatabaseGates(['127.0.0.1/32']);

let connections = 0;
const trap = (): Server =>
  createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
const elsewhere = trap();
await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
const { port } = elsewhere.address() as AddressInfo;
const folder = mkdtempSync(path.join(tmpdir(), 'named-hosts-'));
const socketPath = path.join(folder, 'x.sock');
const inFile = trap();
await new Promise<void>((resolve) => inFile.listen(socketPath, resolve));
after(() => {
  elsewhere.close();
  inFile.close();
  rmSync(folder, { recursive: true });
});

/** Opens what a member of a replica set leads to. */
async function openBy(named: Named, more: Partial<Parameters<typeof openOwnDatabase>[1]> = {}) {
  const member = await memberWithoutWrites(named);
  after(() => member.close());
  const address = { ...ADDRESS, hosts: [member.host] };
  return openOwnDatabase(address, { gates: GATES, timeoutMs: 500, ...more });
}

for (const [what, named] of [
  ['its primary', { primary: PRIMARY }],
  ['all of its set', { hosts: ['127.0.0.1:1', PRIMARY] }],
] as [string, Named][])
  test(`a server that takes no writes leads to the one that does, if it names ${what}`, async () => {
    const { connection, hello } = await openBy(named);
    assert.ok(hello.isWritablePrimary ?? hello.ismaster);
    assert.equal(`${connection.host}:${connection.port}`, PRIMARY);
    await connection.close();
  });

test('a set of which nobody takes writes is said in words', async () => {
  const other = await memberWithoutWrites({});
  after(() => other.close());
  await assert.rejects(openBy({ hosts: [other.host] }), (error) => {
    const { fields } = explainConnectionFailure(error, { tls: false });
    assert.match(fields['host'] ?? '', /None of these servers takes writes/);
    return true;
  });
});

/** Addresses of another machine, and what a driver would read one out of. */
const NAMED = [
  '127.0.0.2:PORT',
  '127.2:PORT',
  '2130706434:PORT',
  '0x7f.0.0.2:PORT',
  '0177.0.0.2:PORT',
  '[::ffff:127.0.0.2]:PORT',
  '[::ffff:7f00:2]:PORT',
  'somebody@127.0.0.2:PORT',
  'somebody:secret@127.0.0.2:PORT',
  '127.0.0.2:PORT/?tls=false',
  '127.0.0.2:PORT/admin',
  '127.0.0.2:PORT#',
  '%31%32%37.0.0.2:PORT',
  '127.0.0.1:1,127.0.0.2:PORT',
  'FILE',
  'ENCODED',
];
for (const written of NAMED)
  test(`nothing is sent where a server leads that names ${written}`, async () => {
    const host = written
      .replace('PORT', String(port))
      .replace('FILE', socketPath)
      .replace('ENCODED', encodeURIComponent(socketPath));
    const before = connections;
    await assert.rejects(openBy({ primary: host, hosts: [host] }));
    assert.equal(connections, before);
  });

test('a server that names what is no host leads nowhere', async () => {
  for (const named of [
    { primary: 7 },
    { hosts: {} },
    { hosts: 'x'.repeat(1_000) },
    { hosts: [null, ['x'], '', ':', 'a b', 'a:b', '[::1'] },
    { passives: 1, arbiters: [2], me: 3, topologyVersion: { processId: 4 } },
  ])
    await assert.rejects(openBy(named), { code: 'NO_PRIMARY' });
});

test('nor is anything sent where the DNS leads that names an account or an option', async () => {
  const before = connections;
  for (const name of ['x@127.0.0.2', '127.0.0.2/?.db.example', '127.0.0.2']) {
    const resolve = async () => [{ name: `${name}.db.example`, port }];
    const address = { ...ADDRESS, hosts: ['cluster.db.example'], isSrv: true };
    await assert.rejects(openOwnDatabase(address, { gates: GATES, timeoutMs: 500, resolve }));
  }
  assert.equal(connections, before);
});

test('a server that is no primary any more is said to take no writes, for good', async () => {
  const { connection, takesWrites } = await openBy({ primary: PRIMARY });
  assert.equal(takesWrites(), true);
  const heard = (reply: object) =>
    connection.getClient().emit('serverHeartbeatSucceeded', { reply } as never);
  heard({ ismaster: true });
  assert.equal(takesWrites(), true);
  heard({ isWritablePrimary: false, secondary: true });
  heard({ isWritablePrimary: true });
  assert.equal(takesWrites(), false, 'whoever uses it opens it again');
  await connection.close();
});
