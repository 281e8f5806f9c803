import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

/** Atlassian's own linter, which `forge lint` runs; it reads the manifest of the current folder. */
interface Linter {
  FullValidationProcessor: new (options: { deprecatedRuntimes: string[] }) => {
    process(file: string): Promise<{
      success: boolean;
      errors?: { level: string; line?: number; message: string }[];
    }>;
  };
}

const ROOT = path.resolve(import.meta.dirname, '../../..');
const { FullValidationProcessor } = createRequire(import.meta.url)('@forge/manifest') as Linter;
const folder = mkdtempSync(path.join(tmpdir(), 'manifest-'));
const started = process.cwd();
after(() => {
  process.chdir(started);
  rmSync(folder, { recursive: true, force: true });
});
// The linter looks whether the page is there.
mkdirSync(path.join(folder, 'forge/static'), { recursive: true });
writeFileSync(path.join(folder, 'forge/static/index.html'), '<!doctype html>');

for (const name of ['manifest.yml', 'manifest.self-hosted.yml', 'manifest.connect.yml'])
  test(`Atlassian's linter has nothing against ${name}`, async () => {
    const file = path.join(folder, 'manifest.yml');
    cpSync(path.join(ROOT, name), file);
    process.chdir(folder);
    const processor = new FullValidationProcessor({ deprecatedRuntimes: [] });
    const { success, errors = [] } = await processor.process(file);
    const said = errors.map(({ level, line, message }) => `${level} in ${line}: ${message}`);
    assert.deepEqual({ success, said }, { success: true, said: [] });
  });
