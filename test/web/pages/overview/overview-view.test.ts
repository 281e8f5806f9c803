import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { runId, siteId } from '../../../../src/core/kernel/ids.ts';
import { readOverview } from '../../../../src/core/use-cases/overview/read-overview.ts';
import { remedyFor } from '../../../../src/web/view/remedy-for.ts';
import { overviewView } from '../../../../src/web/pages/overview/overview-view.ts';
import type { Reader } from '../../../../src/web/view/reader.ts';
import {
  NOW,
  refused,
  schedule,
  schemaSample as schema,
} from '../../../support/sites/schema-sample.ts';

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

const failed = (name: string, code: string, more: Partial<CatalogSchema> = {}): CatalogSchema => {
  const { lastError } = refused(2);
  return schema(name, { lastError: { ...lastError, code, message: code }, ...more });
};
const bannerOf = (...schemas: CatalogSchema[]) =>
  overviewView(readOverview(schemas, [], NOW), reader).banner;

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
  const banner = bannerOf(
    failed('a', 'schema-empty'),
    failed('b', 'schema-empty'),
    failed('c', 'token-refused'),
  );
  assert.equal(banner?.message, 'c: token-refused');
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
