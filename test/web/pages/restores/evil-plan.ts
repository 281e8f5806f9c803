import type { RestorePlan } from '../../../../src/core/restores/plan/restore-plan.ts';

/** Markup and a template's braces: what a person typed, and no page may take for its own. */
export const EVIL = '<img src=x onerror=alert(1)>"{{7*7}}';

/** A plan with something of everything, named so that it does harm where it isn't escaped. */
export const evilPlan: RestorePlan = {
  digest: 'd',
  destination: {
    siteUrl: 'https://a',
    schemaName: EVIL,
    schemaKey: 'EV',
    isNew: false,
    sameSite: true,
  },
  source: { schemaName: EVIL, schemaKey: 'S', backupDate: '2026-07-01T00:00:00.000Z' },
  types: [{ name: EVIL, depth: 0, objects: 2, action: 'create', cameAlong: true }],
  objects: { create: 2, update: 1, leave: 0 },
  attributes: { create: 0, change: 0, leave: 1 },
  statuses: [EVIL],
  referenceTypes: [],
  secondCalls: 1,
  calls: 1500,
  minutes: 1.5,
  quota: { before: 1000, after: 1002 },
  unresolved: [
    { kind: 'user', id: '5:x', name: EVIL, uses: 2, why: EVIL, mappable: true, options: [] },
  ],
  unresolvedCount: 700,
  conflicts: [{ type: EVIL, attribute: EVIL, why: EVIL, count: 3, example: EVIL }],
  conflictCount: 3,
  conflictRules: 1,
  differences: [{ type: EVIL, what: EVIL, here: EVIL, backup: EVIL }],
  differenceCount: 1,
  notes: [EVIL],
  blockers: [],
};
