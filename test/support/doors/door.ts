import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Door } from '../../../scripts/admin-session.ts';
import { buildForgePage } from '../../../scripts/forge/build-forge-page.ts';

/** Through which host the tests of this process go: `DOOR=forge npm test -- test/browser/…`. */
export const DOOR: Door = process.env['DOOR'] === 'forge' ? 'forge' : 'connect';

/** The page of the Forge app, built for this test file. */
export async function forgePageFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'forge-page-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  await buildForgePage(folder);
  return folder;
}
