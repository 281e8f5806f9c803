import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId, siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import type { Schedule } from '../../../../src/core/schedules/schedule.ts';
import { Schedules } from '../../../../src/core/use-cases/schedules/schedules.ts';

const [tenant, schema, site] = [tenantId('alice'), catalogId('things'), siteId('here')];
const by = { accountId: '1', name: 'Alice' };
const DAILY = { on: true, cron: '0 2 * * *', timeZone: 'UTC', backUpNow: true };

test('the backup that is started with a schedule takes the parts that the schedule keeps', async () => {
  let stored: Schedule | undefined;
  const asked: unknown[] = [];
  const schedules = new Schedules({
    clock: { now: () => Date.parse('2026-11-24T12:00:00Z') },
    schedules: {
      get: async () => stored,
      write: async (schedule: Schedule) => {
        stored = { ...schedule, version: schedule.version + 1 };
        return true;
      },
    },
    catalog: {
      get: async () => ({ id: schema, tenantId: tenant, siteId: site, status: 'active' }),
    },
    sites: { sources: async () => [{ id: site, secret: 'token', setup: {} }] },
    backups: {
      request: async (_tenant: string, _id: string, _by: unknown, parts: unknown) =>
        asked.push(parts),
    },
    minimumMinutes: 1_440,
  } as never);
  const chosen = { ...DAILY, parts: ['attachments'], revision: 0 };
  const { schedule } = await schedules.save(tenant, schema, chosen, by);
  const later = { ...DAILY, cron: '0 3 * * *', revision: schedule.revision };
  const { first } = await schedules.save(tenant, schema, later, by);
  assert.equal(first.state, 'queued');
  assert.deepEqual(asked, [['attachments'], ['attachments']]);
});
