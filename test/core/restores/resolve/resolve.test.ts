import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Directory } from '../../../../src/core/assets/ports/directory.ts';
import {
  GROUPS,
  PROJECTS,
  resolveListedNames,
} from '../../../../src/core/restores/resolve/resolve-listed-names.ts';
import type { Status } from '../../../../src/core/assets/model/definitions/status.ts';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import {
  resolveOutsideObjects,
  type OutsideRequest,
} from '../../../../src/core/restores/resolve/outside/resolve-outside-objects.ts';
import { resolveOutsideTypes } from '../../../../src/core/restores/resolve/outside/resolve-outside-types.ts';
import type { SchemaStructure } from '../../../../src/core/compare/structure/schema-structure.ts';
import { resolveStatuses } from '../../../../src/core/restores/resolve/definitions/resolve-statuses.ts';

test('of missing objects the first are listed, all are counted', async () => {
  const uses = new Map(Array.from({ length: 5_000 }, (_none, at) => [String(at + 1), 2]));
  const request = {
    tenantId: tenantId('t'),
    sourceWorkspace: 'w',
    targetWorkspace: 'w',
    target: {
      objectsById: async (ids: string[]) => ({
        read: async () => ({
          objects: ids.filter((id) => id.endsWith('0')).map((id) => ({ id })),
          unreadable: [],
        }),
      }),
    },
    restores: { known: async () => [] },
  } as unknown as OutsideRequest;
  const { found, missing, more } = await resolveOutsideObjects(uses, request);
  assert.deepEqual([found.size, missing.length, more], [500, 500, 4_000]);
  assert.deepEqual([missing[0]!.id, missing[0]!.uses], ['1', 2]);
});

test('object types outside of the restore are asked for side by side, each once', async () => {
  const asked: string[] = [];
  const allAsked = Promise.withResolvers<void>();
  const request = {
    tenantId: tenantId('t'),
    sourceWorkspace: 'w',
    targetWorkspace: 'w',
    target: {
      async hasObjectType(id: string) {
        asked.push(id);
        if (asked.length === 4) allAsked.resolve();
        await allAsked.promise;
        return id === '2' || id === '30';
      },
    },
    restores: {
      knownTypes: async () => [
        { sourceId: '2', targetId: '20' },
        { sourceId: '3', targetId: '30' },
      ],
    },
  } as unknown as OutsideRequest;
  const attributes = [{ referencedTypeId: '2' }, { filter: 'objectTypeId IN (2, 3)' }];
  const structure = { types: [], attributes } as unknown as SchemaStructure;
  const found = await resolveOutsideTypes(structure, request);
  assert.deepEqual(asked.sort(), ['2', '20', '3', '30']);
  assert.deepEqual(
    [...found],
    [
      ['2', '2'],
      ['3', '30'],
    ],
  );
});

const status = (id: string, name: string, category: number, schemaId?: string): Status => ({
  id,
  name,
  description: '',
  category,
  schemaId,
  stored: {},
});

test('a status of the same name and another category is used, and told', () => {
  const resolved = resolveStatuses(
    [status('1', 'Ready', 1, 's'), status('2', 'Done', 0, 's'), status('3', 'New', 2, 's')],
    new Map(),
    {
      statuses: [status('11', 'Ready', 1, 't'), status('12', 'Done', 2, 't')],
      schemaId: 't',
      isSameSchema: false,
    },
  );
  assert.deepEqual(
    [...resolved.found],
    [
      ['1', '11'],
      ['2', '12'],
    ],
  );
  assert.deepEqual(resolved.otherCategories, [{ name: 'Done', inBackup: 0, there: 2 }]);
  assert.deepEqual(
    resolved.make.map(({ name }) => name),
    ['New'],
  );
});

test('a status that only a definition names is looked for like any other', () => {
  const uses = new Map([
    ['1', { name: 'Global', count: 1 }],
    ['8', { name: '', count: 1 }],
  ]);
  const resolved = resolveStatuses([status('1', 'Global', 1)], uses, {
    statuses: [status('11', 'Global', 1)],
    isSameSchema: false,
  });
  assert.deepEqual([...resolved.found], [['1', '11']]);
  assert.deepEqual(
    resolved.missing.map(({ kind, id }) => [kind, id]),
    [['status', '8']],
  );
});

test('a list of groups or projects that was cut short is told with what is missing from it', async () => {
  const uses = new Map([['ops', 1]]);
  const whyOf = async (complete: boolean): Promise<(string | undefined)[]> => {
    const listed = async () => ({ names: [], complete });
    const directory = { groups: listed, projects: listed } as unknown as Directory;
    const group = await resolveListedNames(GROUPS, uses, directory);
    const project = await resolveListedNames(PROJECTS, uses, directory);
    return [group.missing[0]?.why, project.missing[0]?.why];
  };
  for (const why of await whyOf(false)) assert.match(why ?? '', /didn't list all its/);
  for (const why of await whyOf(true)) assert.match(why ?? '', /^No (group|project) has this /);
});

test('a group is found in another case only where no other one fits as well', async () => {
  const names = ['Ops', 'Admins', 'ADMINS', 'admins', 'Sales', 'sales'];
  const directory = { groups: async () => ({ names, complete: true }) } as unknown as Directory;
  const uses = new Map(['ops', 'admins', 'SALES'].map((name) => [name, 1] as const));
  const { found, missing } = await resolveListedNames(GROUPS, uses, directory);
  assert.deepEqual(
    [...found],
    [
      ['ops', 'Ops'],
      ['admins', 'admins'],
    ],
  );
  assert.deepEqual(
    missing.map(({ name, why }) => [name, why]),
    [['SALES', 'Several groups have this name in different upper and lower case.']],
  );
});
