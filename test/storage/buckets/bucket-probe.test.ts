import assert from 'node:assert/strict';
import { createServer, isIPv6, type AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { BucketAddress } from '../../../src/core/storages/address/bucket-address.ts';
import { BucketMarks } from '../../../src/storage/buckets/contents/bucket-marks.ts';
import { BucketProbe } from '../../../src/storage/buckets/bucket-probe.ts';
import { BucketFailure } from '../../../src/storage/buckets/client/bucket-failure.ts';
import { openBucket } from '../../../src/storage/buckets/client/open-bucket.ts';
import { RecoveryCopies } from '../../../src/storage/recovery/recovery-copies.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { MongoRecoveryStore } from '../../../src/storage/stores/mongo-recovery-store.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { bucketProxy, type Trouble } from '../../support/proxies/bucket-proxy.ts';
import { NOT_PUBLIC } from '../../support/not-public.ts';
import { keysIn, testBuckets } from '../../support/stand-ins/test-buckets.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const service = await testDatabase();
const buckets = await testBuckets();
const proxy = await bucketProxy(buckets.endpoint);
beforeEach(() => proxy.mend());
const marks = new BucketMarks(service.connection, systemClock);
await ensureIndexes(service.connection);
const alice = tenantId('alice');
const LISTED = composeDatabaseGates(['127.0.0.0/8']);
const recovery = new RecoveryCopies(
  new MongoRecoveryStore(service.connection),
  new MongoOwnStorageStore(service.connection, testSecrets(service.connection)),
);
const PARTS = { marks, recovery, clock: systemClock };
const probe = new BucketProbe({ ...PARTS, gates: LISTED, timeoutMs: 1_500 });

const refusal = (asked: Promise<unknown>): Promise<Record<string, string>> =>
  asked.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      return error.fields;
    },
  );

for (const [kind, lockDays] of [
  ['plain', 0],
  ['versioned', 0],
  ['suspended', 0],
  ['lockable', 30],
] as const)
  test(`a bucket that has all that a storage needs is left as it was found: ${kind}`, async () => {
    const address = await buckets.make(kind, { lockDays });
    const bucket = buckets.open(address);
    const theirs = buckets.open({ ...address, prefix: '' });
    await theirs.putNew('kept/of-somebody-else', Buffer.from('theirs'));
    const found = await probe.check(alice, address);
    assert.deepEqual(found, { storageId: undefined, freeBytes: undefined, warnings: [] });
    const left: string[] = [];
    for await (const { key } of bucket.versions('')) left.push(key);
    assert.deepEqual(left, ['of-somebody-else']);
  });

test('Object Lock is tried by the clock of the bucket, and nothing stays locked', async () => {
  const offMs = [-120_000, 120_000];
  await Promise.all(
    offMs.map(async (off) => {
      const clock = { now: () => systemClock.now() + off };
      const address = await buckets.make('lockable', { lockDays: 30 });
      await new BucketProbe({ ...PARTS, clock, gates: LISTED }).check(alice, address);
      assert.deepEqual(await keysIn(buckets.open(address)), []);
    }),
  );
});

test('a bucket that was got ready is known again, to its tenant alone', async () => {
  const address = await buckets.make();
  for (let time = 0; time < 2; time += 1)
    await probe.prepare({ tenantId: alice, storageId: 'first' }, address);
  assert.equal((await probe.check(alice, address)).storageId, 'first');
  assert.equal((await probe.check(tenantId('bob'), address)).storageId, undefined);
  const elsewhere = { ...address, prefix: 'other/' };
  assert.equal((await probe.check(alice, elsewhere)).storageId, undefined);
  assert.equal((await keysIn(buckets.open(address))).length, 1);
});

const refuses =
  (method: string, status: number, code: string): Trouble =>
  (asked) =>
    asked.method === method ? { status, code } : undefined;
const DENIED = [403, 'AccessDenied'] as const;

for (const [what, trouble, field, says] of [
  ['a key that nobody knows', refuses('GET', 403, 'InvalidAccessKeyId'), 'accessKey', /know/],
  ['a wrong secret', refuses('GET', 403, 'SignatureDoesNotMatch'), 'secretKey', /belong/],
  ['another region', refuses('GET', 301, 'PermanentRedirect'), 'region', /another region/],
  ['clocks that differ', refuses('GET', 403, 'RequestTimeTooSkewed'), 'endpoint', /clock/],
  ['no right to list', refuses('GET', ...DENIED), 'accessKey', /s3:ListBucket/],
  ['no right to write', refuses('PUT', ...DENIED), 'accessKey', /s3:PutObject/],
  [
    'no right to read',
    ({ method, path }) =>
      method === 'GET' && /probe-.*\/object/.test(path.split('?')[0] ?? '')
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    'accessKey',
    /s3:GetObject/,
  ],
  ['no right to delete', refuses('DELETE', ...DENIED), 'accessKey', /s3:DeleteObject/],
  ['a bucket that is full', refuses('PUT', 507, 'XMinioStorageFull'), 'bucket', /full/],
  ['a service that asks for time', refuses('GET', 503, 'SlowDown'), 'endpoint', /fewer requests/],
  ['no condition', refuses('PUT', 501, 'NotImplemented'), 'bucket', /If-None-Match/],
  ['a connection that breaks off', () => 'drop', 'endpoint', /doesn't answer/],
  ['a server that never answers', () => 'hang', 'endpoint', /doesn't answer/],
  [
    'what does not speak S3',
    () => ({ status: 418, code: 'Teapot' }),
    'endpoint',
    /doesn't support what a backup storage/,
  ],
] satisfies [string, Trouble, string, RegExp][])
  test(`said in words beside its field: ${what}`, async () => {
    const address = { ...(await buckets.make()), endpoint: proxy.endpoint };
    proxy.fail(trouble);
    const fields = await refusal(probe.check(alice, address));
    assert.deepEqual(Object.keys(fields), [field]);
    assert.match(fields[field] ?? '', says);
    assert.match(fields[field] ?? '', /^[A-Z].*[.]$|https:\/\/$/);
  });

for (const [what, wrong, field] of [
  ['a bucket that is not there', { bucket: 'nobody-has-this' }, 'bucket'],
  ['a port where nothing listens', { endpoint: 'http://127.0.0.1:1' }, 'endpoint'],
  ['a name that nobody has', { endpoint: 'https://nobody.invalid' }, 'endpoint'],
  ['Object Lock where there is none', { lockDays: 1 }, 'lockDays'],
] as [string, Partial<BucketAddress>, string][])
  test(`said in words beside its field: ${what}`, async () => {
    const fields = await refusal(probe.check(alice, { ...(await buckets.make()), ...wrong }));
    assert.deepEqual(Object.keys(fields), [field]);
  });

test('TLS where the server has none is said beside the endpoint', async () => {
  const address = await buckets.make();
  const endpoint = address.endpoint.replace('http:', 'https:');
  assert.match((await refusal(probe.check(alice, { ...address, endpoint })))['endpoint']!, /TLS/);
});

test('a service that passes If-None-Match over is refused', async () => {
  const address = { ...(await buckets.make()), endpoint: proxy.endpoint };
  const written = new Set<string>();
  proxy.fail(({ method, path }) => {
    if (method !== 'PUT') return undefined;
    if (written.has(path)) return { status: 200, code: '' };
    written.add(path);
    return undefined;
  });
  assert.match((await refusal(probe.check(alice, address)))['bucket']!, /If-None-Match/);
  proxy.mend();
  assert.deepEqual(await keysIn(buckets.open(address)), [], 'what was tried is gone');
});

test('a checksum goes with what is written, and a clock that is off is told', async () => {
  const address = { ...(await buckets.make()), endpoint: proxy.endpoint };
  const sums: unknown[] = [];
  proxy.change({
    asked: (headers) => {
      if (headers['content-length'] === '65536') sums.push(headers['x-amz-checksum-crc32']);
    },
    answered: (headers) =>
      Object.assign(headers, { date: new Date(Date.now() + 600_000).toUTCString() }),
  });
  const { warnings } = await probe.check(alice, address);
  assert.match(warnings.join(), /clock of this bucket is 10 minutes ahead/);
  assert.ok(sums.length >= 2);
  assert.ok(sums.every((sum) => typeof sum === 'string'));
});

test('no call goes past the gate: nothing is sent to an address that is not listed', async () => {
  let connections = 0;
  const trap = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  after(() => trap.close());
  const { port } = trap.address() as AddressInfo;
  const gates = composeDatabaseGates([]);
  const guarded = new BucketProbe({ ...PARTS, gates, timeoutMs: 500 });
  const address = await buckets.make();
  for (const [endpoint, says] of [
    [`http://127.0.0.1:${port}`, /http:\/\/ only works/],
    [`https://127.0.0.1:${port}`, /private network/],
    [`https://localhost:${port}`, /private network/],
    ['https://2130706433', /private network/],
    ['https://0x7f.1', /private network/],
    ...Object.values(NOT_PUBLIC)
      .flat()
      .map((ip) => [`https://${isIPv6(ip) ? `[${ip}]` : ip}`, /private network/] as const),
  ] as const)
    assert.match(
      (await refusal(guarded.check(alice, { ...address, endpoint })))['endpoint']!,
      says,
    );
  // Writing has a way of its own in the client, with a body that waits for a go-ahead.
  const named = { ...address, endpoint: `https://localhost:${port}` };
  const bucket = openBucket(named, { gates, timeoutMs: 500, attempts: 1 });
  await assert.rejects(bucket.putNew('key', Buffer.alloc(4 << 20)), (error: unknown) => {
    assert.ok(error instanceof BucketFailure);
    return error.fault === 'not-allowed';
  });
  bucket.close();
  assert.equal(connections, 0);
});
