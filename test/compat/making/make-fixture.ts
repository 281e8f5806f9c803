/**
 * Makes the fixtures again, with the version of the product that this file stands in:
 *
 *     node test/compat/making/make-fixture.ts --commit 97e151a [everyday] [interrupted]
 *
 * Everything is driven through the pages, as in scripts/demo.ts; only what is dumped is read from
 * the database.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedDatabase } from '../../../src/storage/embedded/start-embedded-database.ts';
import { dumpDatabases, dumpToText } from '../fixtures/database-dump.ts';
import { everyday } from './everyday.ts';
import {
  FIXTURES,
  KEY_RING,
  writeCompressed,
  writeJson,
  type FixtureMeta,
  type FixtureName,
  type SiteMeta,
} from '../fixtures/fixture-name.ts';
import { interrupted } from './interrupted.ts';
import { prepareSites, startSites, type PreparedSites } from '../fixtures/prepare-sites.ts';
import { SHOWN_SETTINGS, type Surroundings } from '../service/service-process.ts';
import { showFixture } from '../shown/show-fixture.ts';
import { SiteContent } from './site-content.ts';
import { SiteRecorder } from './site-recorder.ts';
import { Workshop } from './workshop.ts';

const { values, positionals } = parseArgs({
  options: { commit: { type: 'string' } },
  allowPositionals: true,
});
const { commit } = values;
if (!commit) throw new Error('Say with --commit which version makes the fixtures.');

const STORIES = { everyday, interrupted };

const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-compat-'));
const database = await startEmbeddedDatabase({ dataDir });
try {
  for (const name of ['everyday', 'interrupted'] as const)
    if (positionals.length === 0 || positionals.includes(name)) await make(name, commit);
} finally {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

async function make(name: FixtureName, madeBy: string): Promise<void> {
  const say = (text: string): void => console.log(`${name}: ${text}`);
  const ports = FIXTURES[name].map(({ port }) => port);
  const prepared = await startSites(name, ports);
  const recorder = new SiteRecorder(prepared);
  await recorder.start();
  const { uri } = database;
  const { sites } = prepared;
  const siteUrls = sites.map(({ url }) => url);
  const databases = { service: name, storage: `${name}_storage` };
  const surroundings: Surroundings = { uri, databases, apiUrl: recorder.url, siteUrls };
  const shop = new Workshop({ sites, recorder, surroundings, say });
  try {
    await STORIES[name](shop);
    const dump = dumpToText(await dumpDatabases(uri, databases));
    const size = writeCompressed(name, 'fixture.zst', dump);
    const steps = writeCompressed(name, 'sites.zst', JSON.stringify(recorder.steps));
    say(`${size} bytes of databases, ${steps} bytes of ${recorder.steps.length} site steps`);
    assertNoOtherAddress(dump, siteUrls);
    await describeFixture(name, madeBy, prepared);
    writeJson(name, 'expected.json', await showFixture(uri, name, prepared));
  } finally {
    await shop.kill();
    await recorder.close();
    await prepared.close();
  }
}

/** Addresses that were free at the time must not be in a fixture. */
function assertNoOtherAddress(dump: string, siteUrls: string[]): void {
  const found = new Set(dump.match(/http:\/\/127\.0\.0\.1:\d+/g));
  const others = [...found].filter((url) => !siteUrls.includes(url));
  if (others.length > 0) throw new Error(`The fixture names ${others.join(', ')}.`);
}

/** Writes down what the sites hold, once the same steps were seen to give the same content. */
async function describeFixture(
  name: FixtureName,
  madeBy: string,
  { sites }: PreparedSites,
): Promise<void> {
  const again = await prepareSites(name);
  const described: SiteMeta[] = [];
  for (const [at, spec] of FIXTURES[name].entries()) {
    const [site, twin] = [sites[at], again.sites[at]];
    if (!site || !twin) throw new Error(`There is no site ${at}.`);
    const content = await new SiteContent(site).digest(site.url);
    if (content !== (await new SiteContent(twin).digest(twin.url)))
      throw new Error(`The steps do not give site ${at} again.`);
    described.push({ ...spec, url: site.url, workspaceId: site.workspaceId, content });
  }
  await again.close();
  const meta: FixtureMeta = {
    fixture: name,
    commit: madeBy,
    madeAt: new Date().toISOString(),
    keyRing: KEY_RING,
    settings: SHOWN_SETTINGS,
    sites: described,
  };
  writeJson(name, 'meta.json', meta);
}
