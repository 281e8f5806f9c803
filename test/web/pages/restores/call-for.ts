import { NotFound } from '../../../../src/core/kernel/errors.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';
import type { RestorePlan } from '../../../../src/core/restores/plan/restore-plan.ts';
import type { RestoreLine } from '../../../../src/core/restores/report/restore-line.ts';
import type { Call } from '../../../../src/web/handling/call.ts';
import { EVIL } from './evil-plan.ts';

export const id = runId('0123456789abcdef01234567');
export const input = {
  siteId: 'site',
  place: { siteUrl: 'https://a', siteKey: 'w' },
  schema: { kind: 'existing', id: '1', name: EVIL, key: 'EV' },
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: true,
  keepOriginalKey: false,
  changeDefinitions: false,
  choices: [],
  planId: 'plan',
};
export const restoreRun = {
  id,
  kind: 'restore',
  backupId: 'b',
  catalogId: 'c',
  requestedBy: { accountId: '1', name: EVIL },
  queuedAt: new Date(0),
  startedAt: new Date(0),
  progress: { step: 'Writing', done: 1, total: 4, rate: 0 },
  cancelRequested: false,
  input,
};
export const facts = {
  created: 5,
  updated: 0,
  left: 0,
  skipped: 0,
  failed: 0,
  valuesLeftOut: 0,
  writes: 6,
  objectWrites: 5,
  notes: [],
};

type Needed = Call<'restores' | 'restorePlans' | 'backups'>;

/** A call whose use cases know one restore and its plan, as far as the pages ask them. */
export function callFor(
  run: object,
  more: { plan?: RestorePlan; lines?: Partial<RestoreLine>[]; counts?: object } = {},
): Needed {
  return {
    caller: { tenant: { id: 't', siteUrl: 'https://a' } },
    reader: { timeZone: 'UTC', nowMs: 0 },
    backups: {
      get: async () => {
        throw new NotFound();
      },
      dates: async () => new Map(),
    },
    restorePlans: {
      get: async () => ({
        run: { ...restoreRun, kind: 'restore-plan', ...run },
        input,
        plan: more.plan,
      }),
    },
    restores: {
      get: async () => ({ run: { ...restoreRun, ...run }, input }),
      counts: async () => ({ ...facts, ...more.counts }),
      checkOf: async () => undefined,
      findGone: async () => undefined,
      followUp: async (last: object) => ({ newest: undefined, last }),
      skipReasons: async () => [],
      report: async (_tenant: string, _id: string, outcome?: string) =>
        (async function* () {
          for (const line of more.lines ?? [])
            if (outcome === undefined || line.outcome === outcome) yield line;
        })(),
    },
  } as unknown as Needed;
}
