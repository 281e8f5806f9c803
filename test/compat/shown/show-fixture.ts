/**
 * Loads a fixture, starts the service of this version on it without workers, and reads every page
 * of every site.
 */
import mongoose from 'mongoose';
import { AdminSession } from '../../../scripts/admin-session.ts';
import { install, ok, setUp } from '../../../scripts/demo-steps.ts';
import { startApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Expected, ShownTenant } from '../fixtures/expected.ts';
import type { FixtureName } from '../fixtures/fixture-name.ts';
import { loadFixture, readFixture } from '../fixtures/load-fixture.ts';
import type { PreparedSites } from '../fixtures/prepare-sites.ts';
import { readTenant, wordsOf } from '../service/read-pages.ts';
import { serviceEnv } from '../service/service-process.ts';
import { storedFacts } from './stored-facts.ts';

/** Backups of these are opened. */
const OPENED = /^(Offices|Services|Tiny)/;
const quiet = (): void => undefined;

/** What the fixture shows on these sites, each of which installs the app again. */
export async function showFixture(
  uri: string,
  name: FixtureName,
  { sites, addresses }: PreparedSites,
): Promise<Expected> {
  const random = new mongoose.mongo.ObjectId().toHexString();
  const databases = { service: `shown_${random}`, storage: `shown_${random}_storage` };
  await loadFixture(uri, name, { ...databases, addresses, uninstalledAt: new Date() });
  const siteUrls = sites.map(({ url }) => url);
  const env = serviceEnv({ uri, databases, apiUrl: siteUrls[0] ?? '', siteUrls });
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const app = await startApp(loadConfig({ ...env, WORKERS: '0' }), { clock: systemClock, log });
  try {
    const tenants: ShownTenant[] = [];
    let disconnectedHome: string | undefined;
    for (const { url } of sites.slice(0, name === 'everyday' ? 1 : sites.length)) {
      await install(url, app.url);
      const admin = new AdminSession(url, app.url);
      const home = ok('Home', await admin.get('/app/home'));
      if (home.includes('/app/setup/credentials')) {
        disconnectedHome = wordsOf(home);
        await setUp(admin);
      }
      tenants.push(await readTenant(admin, url, (schema) => OPENED.test(schema)));
    }
    const documents = storedFacts(readFixture(name, { addresses, relaxed: true }));
    return { tenants, ...(disconnectedHome ? { disconnectedHome } : {}), documents };
  } finally {
    await app.stop();
  }
}
