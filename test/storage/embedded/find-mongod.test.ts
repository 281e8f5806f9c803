import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { findMongod } from '../../../src/storage/embedded/find-mongod.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'found-mongod-'));
const DOWNLOADS = path.join(folder, 'downloads');
after(() => rmSync(folder, { recursive: true }));
process.env['PATH'] = folder;
process.env['MONGOMS_SYSTEM_BINARY'] = '';
process.env['MONGOMS_DOWNLOAD_DIR'] = DOWNLOADS;

test('what was downloaded before is found without a network', async () => {
  const { DryMongoBinary } = await import('mongodb-memory-server-core');
  const name = await DryMongoBinary.getBinaryName(await DryMongoBinary.generateOptions());
  const program = path.join(DOWNLOADS, name);
  mkdirSync(DOWNLOADS);
  writeFileSync(program, Buffer.alloc(2 * 1024 * 1024));
  writeFileSync(`${program}.md5`, '');
  const lines: string[] = [];
  assert.equal(await findMongod((line) => lines.push(line)), program);
  assert.deepEqual(lines, []);
});
