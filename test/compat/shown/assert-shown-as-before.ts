import assert from 'node:assert/strict';
import { showDay } from '../../../src/web/view/formats/dates.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import type { ShownRow, ShownSchema, ShownTenant } from '../fixtures/expected.ts';
import { readExpected, type FixtureName } from '../fixtures/load-fixture.ts';
import type { PreparedSites } from '../fixtures/prepare-sites.ts';
import { showFixture } from './show-fixture.ts';

/**
 * What the version of the fixture listed, the service of this version lists alike: the same
 * schemas, backups, restores and slots with their dates, the same values of objects, the same lines
 * of reports. Words and columns of pages change from version to version, and are not compared.
 */
export async function assertShownAsBefore(
  name: FixtureName,
  prepared: PreparedSites,
): Promise<void> {
  const expected = readExpected(name, prepared.addresses);
  const startedAt = new Date().toISOString();
  const shown = await showFixture(await testDatabaseUri(), name, prepared);
  const facts = (tenants: ShownTenant[]) => tenants.map((tenant) => factsOf(tenant, startedAt));
  assert.deepEqual(facts(shown.tenants), facts(expected.tenants));
  assert.equal(shown.disconnectedHome === undefined, expected.disconnectedHome === undefined);
}

/** What has ended since the start is left out: this version may stop what was to be stopped. */
function factsOf(
  { site, grid, schemas, objects, restores, targets }: ShownTenant,
  startedAt: string,
): object {
  return {
    site,
    grid: grid.map(({ id, cells }) => [id, cells['Schema name']]),
    schemas: mapValues(schemas, (schema) => listsOf(schema, startedAt)),
    objects: mapValues(objects, (shown) =>
      shown.map(({ values }) => mapValues(values, (texts) => texts.map(sayAsNow))),
    ),
    restores: mapValues(restores, ({ report }) => report),
    targets: targets.map(({ id }) => id),
  };
}

function listsOf({ backups, terminated, restores, slots }: ShownSchema, startedAt: string): object {
  return {
    backups: backups.map(identityOf),
    terminated: terminated.map(identityOf).filter(({ began }) => (began ?? '') < startedAt),
    restores: restores.map(identityOf),
    slots: slots.map(({ dates }) => dates[0]),
  };
}

/**
 * Days of objects were shown as Assets writes them; this version says them as all other dates. Of
 * an object that is not in the backup it says so.
 */
function sayAsNow(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return showDay(text, {});
  return /^Object \d+$/.test(text) ? `${text} (not in this backup)` : text;
}

const identityOf = ({ id, dates }: ShownRow) => ({ id, began: dates[0] });

const mapValues = <From, To>(
  record: Record<string, From>,
  map: (value: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
