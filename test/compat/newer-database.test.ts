import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { testDatabase } from '../support/databases/test-database.ts';
import { KEY_RING } from './fixtures/load-fixture.ts';

test('a version that meets the database of a newer one ends with a sentence, and leaves it alone', async () => {
  const { uri, name, connection } = await testDatabase();
  const meta = connection.collection<{ _id: string; layout: number; beats: number }>('meta');
  const newer = { _id: 'layout', layout: 99, beats: 7 };
  await meta.insertOne(newer);
  const databases = { SERVICE_DATABASE: name, STORAGE_DATABASE: `${name}_storage` };
  const env = { ...process.env, MONGODB_URI: uri, ...databases, KEY_RING, PORT: '0' };
  const child = spawn(process.execPath, ['src/main.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [status, said] = await Promise.all([ended, text(child.stderr)]);
  assert.equal(status, 1, said);
  assert.match(
    said,
    /^The database was migrated by a newer version of this service \(its layout is 99/m,
  );
  assert.deepEqual(await meta.find({}).toArray(), [newer]);
  const collections = await connection.listCollections();
  assert.deepEqual(
    collections.map((each) => each.name),
    ['meta'],
  );
});
