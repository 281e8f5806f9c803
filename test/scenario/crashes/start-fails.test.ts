import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { startApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { uri, name, connection } = await testDatabase();
const server = new URL(uri);
const open = new Set<Socket>();
/** In front of the database: counts the connections that stay. */
const proxy = createServer((socket) => {
  const on = connect(Number(server.port), server.hostname);
  socket.pipe(on).pipe(socket);
  for (const end of [socket, on]) end.on('error', () => undefined);
  open.add(socket);
  socket.once('close', () => {
    open.delete(socket);
    on.destroy();
  });
});
await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
after(() => proxy.close());
const address = proxy.address() as { port: number };

const start = (more: Record<string, string> = {}) =>
  startApp(
    loadConfig({
      NODE_ENV: 'test',
      PORT: '0',
      MONGODB_URI: `mongodb://127.0.0.1:${address.port}/?serverSelectionTimeoutMS=1000`,
      SERVICE_DATABASE: name,
      STORAGE_DATABASE: name,
      KEY_RING: `k:${Buffer.alloc(32, 1).toString('base64')}`,
      ...more,
    }),
    { clock: systemClock, log: silentLog },
  );

async function assertClosed(): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (open.size > 0 && Date.now() < deadline) await systemClock.sleep(50);
  assert.equal(open.size, 0, 'no connection to the database is left');
}

test('a start that fails leaves no connection to the database open', async () => {
  const meta = connection.collection<{ _id: string }>('meta');
  await meta.insertOne({ _id: 'layout', layout: 99 } as never);
  await assert.rejects(start(), { code: 'newer-database' });
  await assertClosed();
  await meta.deleteMany({});
  await assert.rejects(start({ PORT: String(address.port) }), { code: 'EADDRINUSE' });
  await assertClosed();
});

/** Starts with these keys stored, and asks whether it is ready, also without them. */
async function askReadiness(stored: object) {
  const keys = connection.collection<{ _id: string }>('tenant_keys');
  const lines: object[] = [];
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    MONGODB_URI: uri,
    SERVICE_DATABASE: name,
    STORAGE_DATABASE: name,
    WORKERS: '0',
    KEY_RING: `k:${Buffer.alloc(32, 1).toString('base64')}`,
  });
  const log = { ...silentLog, error: (fields: object) => void lines.push(fields) };
  await keys.insertOne({ _id: 't', ...stored } as never);
  const app = await startApp(config, { clock: systemClock, log });
  try {
    const answer = await fetch(`${app.url}/readyz`);
    const text = await answer.text();
    await keys.deleteMany({});
    const without = await fetch(`${app.url}/readyz`);
    return { status: answer.status, text, lines: JSON.stringify(lines), without: without.status };
  } finally {
    await app.stop();
  }
}

test('a service whose ring lacks a key is not ready, and names it to nobody', async () => {
  const lacking = { keyId: 'winter-key', sealed: Buffer.alloc(60) };
  const { status, text, lines, without } = await askReadiness(lacking);
  assert.deepEqual([status, /key ring/.test(text)], [503, true]);
  assert.doesNotMatch(text, /winter/);
  assert.match(lines, /winter-key/, 'the log does');
  assert.equal(without, 200);
});

test('nor is one whose ring has a different key under the name of the right one', async () => {
  const right = new KeyRing(new Map([['k', Buffer.alloc(32, 2)]]));
  const { status, text, lines, without } = await askReadiness(right.wrap(Buffer.alloc(32), 't'));
  assert.deepEqual([status, /key ring/.test(text)], [503, true]);
  assert.match(lines, /"different":\["k"\]/);
  assert.equal(without, 200);
});

test('an address of the database that cannot be read is not repeated', async () => {
  for (const MONGODB_URI of ['mongodb://user:hunter2@', 'mongodb://user:p@hunter2:word@db/'])
    await assert.rejects(start({ MONGODB_URI }), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'database-address');
      assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /hunter2/);
      return true;
    });
});
