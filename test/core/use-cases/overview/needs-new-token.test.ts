import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conflict } from '../../../../src/core/kernel/errors.ts';
import { siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { readOverview } from '../../../../src/core/use-cases/overview/read-overview.ts';
import { Protection } from '../../../../src/core/use-cases/overview/protection.ts';
import { needsNewToken } from '../../../../src/core/use-cases/overview/needs-new-token.ts';
import { overviewView } from '../../../../src/web/pages/overview/overview-view.ts';
import {
  hoursAgo,
  NOW,
  refused,
  schedule,
  schemaSample as schema,
} from '../../../support/sites/schema-sample.ts';

const by = { accountId: '1', name: 'Ada' };
const HERE = schema('a').siteId;
const EXPIRED = { expiresOn: '2020-01-01' };
const next = new Date(NOW + 3_600_000);

test('the next backup needs another token while it is refused, and not once it was accepted', () => {
  const token = { setAt: hoursAgo(48) };
  const broken = [schema('a', refused(5)), schema('b', { lastBackupAt: hoursAgo(9) })];
  assert.ok(needsNewToken(broken, token, next));
  assert.ok(!needsNewToken(broken, { setAt: hoursAgo(1) }, next), 'replaced since');
  const good = [...broken, schema('c', { lastBackupAt: hoursAgo(1) })];
  assert.ok(!needsNewToken(good, token, next), 'accepted since');
  assert.ok(!needsNewToken([schema('a')], token, next));
});

test('the next backup needs another token where the one that is set expires before', () => {
  const token = { setAt: hoursAgo(48), expiresOn: '2026-11-27' };
  assert.ok(!needsNewToken([], token, new Date('2026-11-26T23:00:00Z')));
  assert.ok(needsNewToken([], token, new Date('2026-11-27T02:00:00Z')));
});

test('home says so beside the next backup', () => {
  const reader = { timeZone: 'UTC', nowMs: NOW };
  const schemas = [schema('a', refused(5))];
  const shown = (setAt: Date) =>
    overviewView(readOverview(schemas, [schedule('a')], NOW, new Map([[HERE, { setAt }]])), reader);
  assert.ok(shown(hoursAgo(48)).nextNeedsToken);
  assert.ok(!shown(hoursAgo(1)).nextNeedsToken);
});

test('each source is known by its own token: that of another says nothing', () => {
  const elsewhere = siteId('elsewhere');
  const schemas = [schema('a', refused(5)), schema('b', { siteId: elsewhere })];
  const tokens = new Map([
    [HERE, { setAt: hoursAgo(1) }],
    [elsewhere, { setAt: hoursAgo(48) }],
  ]);
  const read = () => readOverview(schemas, [schedule('a'), schedule('b')], NOW, tokens);
  assert.equal(read().next?.needsNewToken, false);
  tokens.set(elsewhere, { setAt: hoursAgo(48), ...EXPIRED });
  assert.equal(read().next?.needsNewToken, true);
});

test('scheduled backups that the old token failed are tried again, each once, and no others', async () => {
  const asked: string[] = [];
  const failedBy = (trigger: 'manual' | 'scheduled') => ({
    ...refused(5),
    recent: [{ at: hoursAgo(5), outcome: 'failed', trigger, storedBytes: 0 } as const],
  });
  const listed = [
    schema('nightly', failedBy('scheduled')),
    schema('busy', failedBy('scheduled')),
    schema('by-hand', failedBy('manual')),
    schema('gone', { ...failedBy('scheduled'), status: 'deleted' }),
    schema('no-room', {
      ...failedBy('scheduled'),
      lastError: { ...refused(5).lastError, code: 'database-full' },
    }),
    schema('well'),
    schema('of-another-site', { ...failedBy('scheduled'), siteId: siteId('elsewhere') }),
  ];
  const request = (_tenant: string, id: string): Promise<void> => {
    asked.push(id);
    if (id === 'busy') throw new Conflict('busy', 'It is being backed up.');
    return Promise.resolve();
  };
  const deps = {
    catalog: { listed: () => Promise.resolve(listed) },
    schedules: { find: () => Promise.resolve([]) },
    backups: { request },
  };
  const outcome = await new Protection(deps as never).retryRefused(tenantId('t'), HERE, by);
  assert.deepEqual(asked.toSorted(), ['busy', 'nightly']);
  assert.deepEqual(
    outcome.done.map(({ name }) => name),
    ['nightly'],
  );
});
