import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Backup } from '../../../../../src/core/backups/backup.ts';
import { makePlan } from '../../../../../src/core/restores/plan/making/make-plan.ts';
import { MAX_LISTED } from '../../../../../src/core/restores/plan/max-listed.ts';
import type { RestoreInput } from '../../../../../src/core/restores/restore-input.ts';
import {
  planCases,
  planInput,
  preparePlan,
  type PlanCase,
} from '../../../../support/restores/plan-case.ts';
import { atOnce } from '../../../../support/loop/at-once.ts';

const backup = { completedAt: new Date('2026-11-24T12:00:00Z') } as Backup;
const plan = (
  how: PlanCase,
  { context, differing, closing } = preparePlan(how),
  more: Partial<RestoreInput> = {},
) =>
  atOnce(
    makePlan(context, planInput(how, more), {
      differing,
      closing,
      backup,
      allowance: { create: 1_000, update: 1_000, other: 1_000 },
      objectTotal: 1000,
      conflicts: [],
      conflictCount: 0,
      conflictRules: 0,
      referencedBy: new Map(),
    }),
  );

test('a plan drops nothing: every object, attribute and unresolved thing is counted once', () => {
  fc.assert(
    fc.property(planCases, (how) => {
      const prepared = preparePlan(how);
      const { source, matches } = prepared.context;
      const made = plan(how, prepared);
      assert.equal(
        made.objects.create + made.objects.update + made.objects.leave,
        how.objects.length,
      );
      assert.equal(
        made.types.reduce((sum, { objects }) => sum + objects, 0),
        how.objects.length,
      );
      assert.deepEqual(
        made.types.map(({ name }) => name),
        source.structure.types.map(({ name }) => name),
      );
      assert.deepEqual(
        made.types.map(({ action }) => action),
        source.structure.types.map(({ id }) =>
          matches.structure.types.has(id) ? 'leave' : 'create',
        ),
      );
      const lost = source.structure.attributes.filter(
        (each) => each.referencedTypeId === '777' && !matches.structure.attributes.has(each.id),
      ).length;
      assert.equal(
        made.attributes.create + made.attributes.change + made.attributes.leave + lost,
        source.structure.attributes.filter((each) => !each.system).length,
      );
      assert.deepEqual(
        [made.unresolvedCount, made.unresolved.length],
        [how.unresolved, Math.min(how.unresolved, MAX_LISTED)],
      );
      assert.deepEqual(made.quota, { before: 1000, after: 1000 + made.objects.create });
      if (how.existing === 'missing') assert.equal(made.objects.update, 0);
    }),
    { numRuns: 300 },
  );
});

test('the calls of a plan are one an object to make or change, a second one for those that close a cycle, and those of the structure', () => {
  fc.assert(
    fc.property(planCases, (how) => {
      const prepared = preparePlan(how);
      const { source, matches } = prepared.context;
      const made = plan(how, prepared);
      const second = how.objects.filter((_object, node) => {
        const { from, to } = source.graph.edgesOf(node);
        return (
          !matches.objects.has(node) &&
          prepared.closing.subarray(from, to).some((each) => each === 1)
        );
      }).length;
      assert.equal(made.secondCalls, second);
      const structure = made.calls - made.objects.create - made.objects.update - second;
      const without = plan({ ...how, objects: [] });
      assert.equal(structure, without.calls);
      if (made.types.every(({ action }) => action === 'leave')) assert.equal(structure, 0);
      assert.ok(made.minutes >= made.calls / 1000);
    }),
    { numRuns: 300 },
  );
});

test('a plan tells of attributes whose object type is not there, and of types that came along', () => {
  fc.assert(
    fc.property(planCases, (how) => {
      const prepared = preparePlan(how);
      const { source, destination } = prepared.context;
      const { notes, blockers } = plan(how, prepared);
      assert.equal(
        notes.filter((note) =>
          note.startsWith(
            'The attribute "Points to" of Type 0 refers to an object type that doesn\'t exist on the destination',
          ),
        ).length,
        how.lost ? 1 : 0,
      );
      assert.equal(
        notes.some((note) => /^Included as parents .*: Type 0/.test(note)),
        source.ancestorsOnly.size > 0,
      );
      assert.deepEqual(
        blockers,
        how.there.length > 0 && destination.structure === undefined
          ? ['The schema to restore into no longer exists. Go back and choose another one.']
          : [],
      );
    }),
    { numRuns: 100 },
  );
});

/** One type that is made, and nothing else. */
const EMPTY: PlanCase = {
  types: 1,
  there: [],
  ancestorsOnly: false,
  objects: [],
  lost: false,
  unresolved: 0,
  existing: 'overwrite',
};

test('a plan tells of attributes that only offer versions of some projects', () => {
  const { context, ...rest } = preparePlan(EMPTY);
  const { structure } = context.source;
  const attributes = structure.attributes.map((each) =>
    each.name === 'Serial' ? { ...each, versionProjects: ['OPS', 'HELP'] } : each,
  );
  const source = { ...context.source, structure: { ...structure, attributes } };
  const { notes } = plan(EMPTY, { ...rest, context: { ...context, source } });
  assert.ok(
    notes.some((note) => /"Serial" of Type 0 only offers versions of .*: OPS, HELP\./.test(note)),
    notes.join('\n'),
  );
});

test('what makes a restore impossible is told in sentences', () => {
  const { context, ...rest } = preparePlan(EMPTY);
  const destination = { ...context.destination, occupied: { name: true, key: true } };
  const matches = { ...context.matches, fallbackIcon: undefined };
  const { blockers } = plan(EMPTY, { ...rest, context: { ...context, destination, matches } });
  assert.deepEqual(blockers, [
    'A schema named "S" already exists. Go back and choose another name.',
    'A schema with the key S already exists. Go back and choose another key.',
    "The destination lists no icons, and object types can't be created without one. Add an icon in the global settings of Assets there, then recalculate.",
  ]);
});
