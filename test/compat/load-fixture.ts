/**
 * Puts a fixture into a running database server, and tells what the version that made it showed.
 */
import type { Expected } from './expected.ts';
import { dumpFromText, withClient, type DatabaseRole, type Dump } from './database-dump.ts';
import { readCompressed, readText, type FixtureName } from './fixture-name.ts';

export { KEY_RING, type FixtureName } from './fixture-name.ts';

export interface LoadOptions {
  /** What the two databases are to be called; they must not be there yet. */
  service: string;
  storage: string;
  /** Address of a site in the fixture → the address that takes its place. */
  addresses?: Record<string, string>;
  /**
   * Since when the uninstalled site is uninstalled: else its days of grace run from the day of the
   * fixture.
   */
  uninstalledAt?: Date;
}

/** Creates both databases with all documents and indexes as they were dumped. */
export async function loadFixture(
  uri: string,
  name: FixtureName,
  options: LoadOptions,
): Promise<void> {
  const dump = readFixture(name, options);
  await withClient(uri, async (client) => {
    for (const role of ['service', 'storage'] as const) {
      const database = client.db(options[role]);
      for (const [collection, { indexes, documents }] of Object.entries(dump[role])) {
        const created = await database.createCollection(collection);
        if (documents.length > 0) await created.insertMany(documents);
        const made = indexes.filter((index) => index.name !== '_id_');
        if (made.length > 0) await created.createIndexes(made);
      }
    }
    if (!options.uninstalledAt) return;
    const tenants = client.db(options.service).collection('tenants');
    const { uninstalledAt } = options;
    await tenants.updateMany({ state: 'uninstalled' }, { $set: { uninstalledAt } });
  });
}

export interface ReadOptions {
  addresses?: Record<string, string>;
  /** Numbers as plain ones, whatever their type in the database. */
  relaxed?: boolean;
}

/** The documents and indexes of a fixture, without a server. */
export function readFixture(name: FixtureName, options: ReadOptions = {}): Dump {
  const { addresses = {}, relaxed = false } = options;
  return dumpFromText(readdressed(readCompressed(name, 'fixture.zst'), addresses), { relaxed });
}

/** What the old version showed and stored; `addresses` as they were given to `loadFixture`. */
export function readExpected(name: FixtureName, addresses: Record<string, string> = {}): Expected {
  return JSON.parse(readdressed(readText(name, 'expected.json'), addresses));
}

/** How many documents every collection of a database has. */
export function countsOf(dump: Dump, role: DatabaseRole): Record<string, number> {
  const collections = Object.entries(dump[role]);
  return Object.fromEntries(collections.map(([name, { documents }]) => [name, documents.length]));
}

function readdressed(text: string, addresses: Record<string, string>): string {
  let result = text;
  for (const [from, to] of Object.entries(addresses)) result = result.replaceAll(from, to);
  return result;
}
