import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { PurgeUninstalled } from '../../../../src/core/use-cases/upkeep/purge-uninstalled.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ROUND = 15_000;
const START = Date.parse('2026-11-24T12:00:00Z');

/** One uninstalled tenant, and a machine whose date and whose time that goes by are set apart. */
function purging({ graceMs, uninstalledAt }: { graceMs: number; uninstalledAt: number }) {
  const time = { now: START, monotonic: 0 };
  const purged: string[] = [];
  const purge = new PurgeUninstalled({
    clock: { now: () => time.now, monotonicMs: () => time.monotonic, sleep: async () => undefined },
    tenants: {
      beginPurges: async (before: Date) =>
        uninstalledAt <= before.getTime() && purged.length === 0
          ? [{ id: tenantId('t'), siteUrl: '', state: 'purging', installedAt: new Date(0) }]
          : [],
      purge: async (id) => {
        purged.push(id);
      },
    },
    keys: { destroy: async () => undefined } as never,
    storages: { leaveOwn: async () => undefined, all: async () => [] } as never,
    tell: () => undefined,
    graceMs,
  });
  return {
    purged,
    time,
    round: async (ms = ROUND) => {
      time.now += ms;
      time.monotonic += ms;
      return purge.round();
    },
  };
}

test('nothing is deleted within an hour after the call, whatever the days of grace', async () => {
  const { round, purged } = purging({ graceMs: 0, uninstalledAt: START });
  for (let passed = ROUND; passed < HOUR; passed += ROUND) await round();
  assert.deepEqual(purged, []);
  await round();
  assert.deepEqual(purged, ['t']);
});

test('days of grace are waited for', async () => {
  const { round, purged } = purging({ graceMs: 2 * HOUR, uninstalledAt: START });
  await round(0);
  await round(HOUR + MINUTE);
  assert.deepEqual(purged, []);
  await round(HOUR);
  assert.deepEqual(purged, ['t']);
});

test('a clock that is years ahead for a moment deletes nothing', async () => {
  const { round, purged, time } = purging({ graceMs: 7 * 24 * HOUR, uninstalledAt: START });
  await round();
  time.now += 2 * 365 * 24 * HOUR;
  await round();
  time.now -= 2 * 365 * 24 * HOUR;
  for (let at = 0; at < 5; at += 1) await round();
  assert.deepEqual(purged, []);
});

test('nor does one that is ahead when the service starts; after a sleep of days it is believed', async () => {
  const { round, purged, time } = purging({ graceMs: 24 * HOUR, uninstalledAt: START });
  time.now += 10 * 24 * HOUR;
  await round();
  assert.deepEqual(purged, []);
  await round();
  assert.deepEqual(purged, ['t']);
});
