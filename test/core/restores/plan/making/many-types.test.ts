import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredDefinition } from '../../../../../src/core/assets/model/definitions/stored-definition.ts';
import { matchStructure } from '../../../../../src/core/compare/structure/match-structure.ts';
import {
  sortStructure,
  type SchemaStructure,
} from '../../../../../src/core/compare/structure/schema-structure.ts';
import type { Steps } from '../../../../../src/core/kernel/loops/steps.ts';
import { contextDigest } from '../../../../../src/core/restores/context/context-digest.ts';
import { closingEdges } from '../../../../../src/core/restores/objects/closing-edges.ts';
import { GraphBuilder } from '../../../../../src/core/restores/objects/graph-builder.ts';
import { makePlan } from '../../../../../src/core/restores/plan/making/make-plan.ts';
import { attributeOf } from '../../../../support/sites/in-memory/attribute-of.ts';
import { planInput, preparePlan, type PlanCase } from '../../../../support/restores/plan-case.ts';

const TYPES = 1_203;
const ATTRIBUTES = 8;
const OBJECTS = 200_000;
/** Nothing holds the process for longer. */
const MAX_HELD_MS = 100;

const CASE: PlanCase = {
  types: 1,
  objects: [],
  there: [],
  existing: 'overwrite',
  unresolved: 0,
  ancestorsOnly: false,
  lost: false,
};

/** Chains of ten types, each with attributes, one of which refers to another type. */
function structureOf(first: number, description: string): SchemaStructure {
  const types = Array.from({ length: TYPES }, (_none, at) => ({
    id: String(first + at),
    name: `Type ${at}`,
    description: '',
    iconId: '1',
    iconName: 'Box',
    position: at,
    parentId: at % 10 === 0 ? null : String(first + at - 1),
    inherited: true,
    abstract: false,
  }));
  const definitionOf = (at: number): StoredDefinition => {
    if (at === 0) return { removable: false, label: true };
    if (at === 3) return { referenceObjectTypeId: String(first), description };
    return { description };
  };
  const attributes = types.flatMap((type, of) =>
    Array.from({ length: ATTRIBUTES }, (_none, at) =>
      attributeOf({
        id: String(10 * first + of * ATTRIBUTES + at),
        objectTypeId: type.id,
        name: at === 0 ? 'Name' : `Attribute ${of}.${at}`,
        position: at,
        type: at === 3 ? 1 : 0,
        definition: definitionOf(at),
      }),
    ),
  );
  const schema = { id: '1', name: 'Many', key: 'MANY', description: '' };
  return sortStructure({ schema, types, attributes, statuses: [], referenceTypes: [] });
}

/** The longest that one step took of this process alone, and what came out. */
function longestStep<T>(steps: Steps<T>): { heldMs: number; result: T } {
  let heldMs = 0;
  for (;;) {
    const before = process.threadCpuUsage();
    const step = steps.next();
    const { user, system } = process.threadCpuUsage(before);
    heldMs = Math.max(heldMs, (user + system) / 1_000);
    if (step.done) return { heldMs, result: step.value };
  }
}

test('a plan over a thousand types holds nobody up, whether they are there or not', () => {
  const source = structureOf(1_000, 'as it was');
  const there = structureOf(100_000, 'changed');
  for (const structure of [there, undefined]) {
    const { context } = preparePlan(CASE);
    const matched = longestStep(matchStructure(source, structure, false));
    const prepared = {
      ...context,
      source: { ...context.source, structure: source },
      destination: { ...context.destination, structure },
      matches: { ...context.matches, structure: matched.result },
    };
    const digest = longestStep(contextDigest(prepared.destination, prepared.matches));
    const plan = longestStep(
      makePlan(prepared, planInput(CASE), {
        backup: { completedAt: new Date(0) } as never,
        differing: 0,
        closing: new Uint8Array(),
        allowance: { create: 1_000, update: 1_000, other: 1_000 },
        objectTotal: 0,
        conflicts: [],
        conflictCount: 0,
        conflictRules: 0,
        referencedBy: new Map(),
      }),
    );
    assert.equal(plan.result.types.length, TYPES);
    assert.equal(plan.result.differenceCount > 0, structure !== undefined);
    for (const [name, { heldMs }] of Object.entries({ matched, digest, plan }))
      assert.ok(heldMs < MAX_HELD_MS, `${name}: held for ${heldMs} ms`);
  }
});

test('neither does a graph of many objects', () => {
  const builder = new GraphBuilder();
  for (let at = 0; at < OBJECTS; at += 1)
    builder.add('1', String(OBJECTS - at), [String(((at * 31) % OBJECTS) + 1)], 10);
  const graph = longestStep(builder.build());
  const closing = longestStep(closingEdges(graph.result, () => false));
  assert.ok(graph.heldMs < MAX_HELD_MS, `built in steps of ${graph.heldMs} ms`);
  assert.ok(closing.heldMs < MAX_HELD_MS, `walked in steps of ${closing.heldMs} ms`);
  assert.equal(graph.result.nodeOf(String(OBJECTS)), 0);
});
