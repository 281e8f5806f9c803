import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CatalogSchema, RecentBackup } from '../../../../src/core/catalog/catalog-store.ts';
import { runId, siteId } from '../../../../src/core/kernel/ids.ts';
import { readOverview } from '../../../../src/core/use-cases/overview/read-overview.ts';
import { remedyFor } from '../../../../src/web/view/remedy-for.ts';
import { bannerViews } from '../../../../src/web/pages/overview/banner-views.ts';
import { overviewView } from '../../../../src/web/pages/overview/overview-view.ts';
import type { Reader } from '../../../../src/web/view/reader.ts';
import {
  hoursAgo,
  NOW,
  refused,
  schedule,
  schemaSample as schema,
} from '../../../support/sites/schema-sample.ts';

/** Where the samples are. */
const HERE = siteId('s');
/** It came, and no backup of it. */
const SLOT = { at: hoursAgo(7), timeZone: 'UTC' };
const reader = { timeZone: 'UTC', nowMs: NOW, locale: 'en-GB' } as Reader;

test('schemas that wait for their first backup are said to wait, and are not drawn as failing', () => {
  const schedules = [schedule('new'), schedule('newer'), schedule('bad')];
  const waiting = overviewView(
    readOverview([schema('new'), schema('newer')], schedules, NOW),
    reader,
  );
  assert.equal(waiting.unprotected, '2 waiting for a first backup');
  assert.deepEqual(waiting.ring.arcs, []);
  const mixed = [schema('new'), schema('bad', refused(2)), schema('off')];
  const { unprotected, ring } = overviewView(readOverview(mixed, schedules, NOW), reader);
  assert.equal(unprotected, '1 failing, 1 waiting for a first backup, 1 without a schedule');
  assert.deepEqual(
    ring.arcs.map(({ look }) => look),
    ['fail'],
  );
});

test('the first question is asked of one schema as of several', () => {
  const welcomeOf = (...names: string[]) =>
    overviewView(
      readOverview(
        names.map((name) => schema(name)),
        [],
        NOW,
      ),
      reader,
    ).welcome;
  assert.deepEqual(welcomeOf('a'), {
    title: '1 schema found. Protect it daily?',
    text: "We'll back it up now, and then every day at the time you pick. You can change its schedule later.",
    button: 'Protect 1 schema',
  });
  assert.equal(welcomeOf('a', 'b')?.title, '2 schemas found. Protect them all daily?');
  assert.match(welcomeOf('a', 'b')?.text ?? '', /^We'll back up all 2 schemas now,/);
});

const failed = (name: string, code: string, more: Partial<CatalogSchema> = {}): CatalogSchema => {
  const { lastError } = refused(2);
  return schema(name, { lastError: { ...lastError, code, message: code }, ...more });
};
const bannersOf = (...schemas: CatalogSchema[]) =>
  bannerViews(readOverview(schemas, [], NOW), reader);
const bannerOf = (...schemas: CatalogSchema[]) => bannersOf(...schemas)[0];

test('trying again is offered only where it can help, beside where the cause is put right', () => {
  const empty = bannerOf(failed('a', 'schema-empty'));
  assert.deepEqual(empty?.retry, {
    text: 'Back up the structure',
    picks: [{ name: 'pick-a' }, { name: 'partsAsked' }, { name: 'part-structure-of-empty' }],
  });
  assert.equal(empty.remedy, undefined);
  const several = bannerOf(failed('a', 'schema-empty'), failed('b', 'schema-empty'));
  assert.equal(several?.retry?.text, 'Back up the structure of all 2');
  const denied = bannerOf(failed('a', 'no-permission'));
  assert.equal(denied?.retry?.text, 'Retry');
  assert.deepEqual(denied?.remedy, {
    text: 'Edit account',
    url: '/app/settings?section=account',
  });
  const down = bannerOf(failed('a', 'site-unreachable'), failed('b', 'site-unreachable'));
  assert.equal(down?.retry?.text, 'Retry all 2');
  assert.equal(down?.remedy, undefined);
});

test('what failed on a Data Center is put right where that is edited, and told apart', () => {
  const there = { siteId: siteId('berlin'), siteName: 'Jira Berlin' };
  const banner = bannerOf(failed('a', 'token-refused', there));
  assert.deepEqual(banner?.remedy, {
    text: 'Edit Jira Berlin',
    url: '/app/settings?section=data-centers',
  });
  const both = [failed('a', 'token-refused'), failed('b', 'token-refused', there)];
  assert.equal(readOverview(both, [], NOW).failures.length, 2);
  const down = bannerOf(failed('a', 'storage-unavailable', there));
  assert.equal(down?.remedy?.text, 'Check storage');
});

test('what is being tried again is not offered to be tried again', () => {
  const busy = { activeRunId: runId('r') };
  const some = bannerOf(failed('a', 'internal', busy), failed('b', 'internal'));
  assert.deepEqual(some?.retry, { text: 'Retry', picks: [{ name: 'pick-b' }] });
  assert.equal(bannerOf(failed('a', 'internal', busy))?.retry, undefined);
});

test('a failure that something can be done about goes before one of more schemas', () => {
  const banners = bannersOf(
    failed('a', 'schema-empty'),
    failed('b', 'schema-empty'),
    failed('c', 'token-refused'),
  );
  assert.deepEqual(
    banners.map(({ message }) => message),
    ['c: token-refused', 'a, b: schema-empty'],
  );
});

test('the tile counts what failed in a day, also what was made good since', () => {
  const attempt = (outcome: 'good' | 'failed', ago: number): RecentBackup => {
    return { at: hoursAgo(ago), outcome, trigger: 'scheduled', storedBytes: 0 };
  };
  const tileOf = (...schemas: CatalogSchema[]): string[] => {
    const view = overviewView(readOverview(schemas, [], NOW), reader);
    return [view.failed, view.failedNote];
  };
  const retried = schema('a', { recent: [attempt('good', 6), attempt('failed', 7)] });
  const broken = failed('b', 'internal', { recent: [attempt('failed', 2), attempt('failed', 3)] });
  const old = schema('c', { recent: [attempt('failed', 25)] });
  assert.deepEqual(tileOf(retried, old), ['1', 'Backed up since then']);
  assert.deepEqual(tileOf(retried, broken, old), ['3', 'One cause']);
  assert.deepEqual(tileOf(old), ['0', 'No backup failed.']);
});

test('a backup that the schedule promised and nobody has is told, with a way to take it', () => {
  const bannersOfMissed = (...names: string[]) => {
    const missed = names.map((name) => ({ ...schedule(name), lastSlot: SLOT }));
    const schemas = names.map((name) => schema(name, { lastBackupAt: hoursAgo(31) }));
    return bannerViews(readOverview(schemas, missed, NOW), reader);
  };
  const [banner, ...others] = bannersOfMissed('a');
  assert.deepEqual(others, []);
  assert.equal(banner?.title, '1 scheduled backup is missing');
  assert.deepEqual(banner.retry, { text: 'Back up now', picks: [{ name: 'pick-a' }] });
  assert.deepEqual(banner.remedy, { text: 'View schedule', url: '/app/schemas/a/schedule' });
  const [several] = bannersOfMissed('a', 'b');
  assert.equal(several?.title, '2 scheduled backups are missing');
  assert.deepEqual([several.retry?.text, several.remedy], ['Back up all 2', undefined]);
});

test('a token that has expired is told once: by what it made fail, if there is any', () => {
  const tokens = new Map([[HERE, { setAt: hoursAgo(900), expiresOn: '2026-11-25' }]]);
  const titlesOf = (...schemas: CatalogSchema[]): string[] =>
    bannerViews(readOverview(schemas, [], NOW, tokens), reader).map(({ title }) => title);
  assert.deepEqual(titlesOf(schema('a')), ['Your API token expired on 25 Nov 2026.']);
  assert.deepEqual(titlesOf(failed('a', 'token-refused')), ['1 backup failed']);
  assert.deepEqual(titlesOf(failed('a', 'internal')), [
    '1 backup failed',
    'Your API token expired on 25 Nov 2026.',
  ]);
});

/** Messages of `new Refused('code', 'message')` and the like, as they are in the source. */
function messagesOfSource(): { code: string; message: string }[] {
  const thrown = /new (?:Refused|Unavailable)\(\s*'([a-z-]+)',\s*(['"`])((?:\\.|(?!\2)[^\\])*)\2/g;
  const named = /code: '([a-z-]+)',\s*sentence: [^=]*=>\s*(['"`])((?:\\.|(?!\2)[^\\])*)\2/g;
  return globSync('src/**/*.ts').flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return [...source.matchAll(thrown), ...source.matchAll(named)].map(
      ([, code = '', , message = '']) => ({ code, message }),
    );
  });
}

test('every failure whose message sends a person to Settings has a button that leads there', () => {
  const sent = messagesOfSource().filter(({ message }) => /Settings/.test(message));
  assert.ok(sent.length >= 8, `${sent.length} messages found`);
  assert.deepEqual(
    sent.filter(({ code }) => remedyFor(code) === undefined),
    [],
  );
});
