import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startDatabaseProcess } from '../../../src/storage/embedded/start-database-process.ts';

/** A server that takes its time to put its data in order, and then leaves the file `named`. */
const serverThatLeaves = (named: string): string[] => [
  process.execPath,
  '-e',
  `process.on('SIGTERM', () => setTimeout(() => {
     require('node:fs').writeFileSync(process.argv[1], '');
     process.exit();
   }, 300));
   setInterval(() => undefined, 1_000);
   console.log('listening');`,
  named,
];

for (const [what, keepsData] of [
  ['a server whose data is needed ends by itself', true],
  ['a server whose data nobody needs is killed at once', false],
] as const)
  test(what, async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'server-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'in-order');
    const server = await startDatabaseProcess(() => serverThatLeaves(file), /listening/, {
      keepsData,
    });
    await server.stop();
    assert.equal(existsSync(file), keepsData);
  });
