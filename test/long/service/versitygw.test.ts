/** A second server that speaks S3, as self-hosters run it: what is true of moto is true of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { installVersitygw, startVersitygw } from '../../../scripts/testing/start-versitygw.ts';
import { BUCKET_USER } from '../../support/stand-ins/test-buckets.ts';

const FILES = [
  'test/contract/bucket-vault.test.ts',
  ...globSync(['test/storage/buckets/*.test.ts', 'test/long/storages/bucket-*.test.ts']),
];
const why = await installVersitygw((line) => console.log(line));
const dataDir = mkdtempSync(path.join(tmpdir(), 'versitygw-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

test('the tests of buckets pass on versitygw', { skip: why ?? false }, async (context) => {
  const server = await startVersitygw(dataDir, BUCKET_USER);
  context.after(() => server.stop());
  const { status, output } = await runTests({ TEST_S3_ENDPOINT: server.endpoint });
  assert.equal(status, 0, output);
  const passed = Number(/^# pass (\d+)$/m.exec(output)?.[1]);
  context.diagnostic(`${passed} passed`);
  assert.ok(passed > FILES.length, output);
});

async function runTests(settings: Record<string, string>) {
  // A run inside of a run would be taken for a part of it.
  const { NODE_TEST_CONTEXT: _outer, ...environment } = process.env;
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', ...FILES], {
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output };
}
