import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../src/atlassian/assets/calls/assets-calls.ts';
import { AssetsObjectWriter } from '../../src/atlassian/assets/writing/assets-object-writer.ts';
import { AssetsStructureWriter } from '../../src/atlassian/assets/writing/assets-structure-writer.ts';
import type { HttpCall } from '../../src/atlassian/http/http.ts';
import { OutcomeUnknown } from '../../src/core/assets/ports/outcome-unknown.ts';

/** Calls whose answers a test decides, by address; every call is kept. */
function calls(answerOf: (call: HttpCall) => { status: number; json?: unknown }): {
  assets: AssetsCalls;
  sent: HttpCall[];
} {
  const sent: HttpCall[] = [];
  const assets = new AssetsCalls(async (call) => {
    sent.push(call);
    const { status, json } = answerOf(call);
    return {
      status,
      headers: {},
      body: Buffer.from(json === undefined ? '' : JSON.stringify(json)),
    };
  }, 'http://x/v1');
  return { assets, sent };
}
const wire = (call: HttpCall): unknown => JSON.parse(JSON.stringify(call.body));

test('creates are sent once, changes as often as it takes', async () => {
  const { assets, sent } = calls(() => ({ status: 200, json: { id: 7, objectKey: 'K-7' } }));
  const [objects, structure] = [new AssetsObjectWriter(assets), new AssetsStructureWriter(assets)];
  assert.deepEqual(await objects.createObject({ typeId: '1', values: { 5: ['a', 'b'], 6: [] } }), {
    id: '7',
    key: 'K-7',
  });
  await objects.updateObject('7', { typeId: '1', values: {} });
  await structure.createAttribute('1', { name: 'A', kind: 'text' });
  await structure.updateAttribute('1', '2', { hidden: true });
  await structure.deleteAttribute('2');
  assert.deepEqual(
    sent.map(({ method, url, once }) => [method, url.replace('http://x/v1', ''), once ?? false]),
    [
      ['POST', '/object/create', true],
      ['PUT', '/object/7', false],
      ['POST', '/objecttypeattribute/1', true],
      ['PUT', '/objecttypeattribute/1/2', false],
      ['DELETE', '/objecttypeattribute/2', false],
    ],
  );
  assert.deepEqual(wire(sent[0]!), {
    objectTypeId: '1',
    attributes: [
      { objectTypeAttributeId: '5', objectAttributeValues: [{ value: 'a' }, { value: 'b' }] },
      { objectTypeAttributeId: '6', objectAttributeValues: [] },
    ],
  });
});

test('bodies hold what was given and nothing else, under the names of Assets', async () => {
  const { assets, sent } = calls(() => ({ status: 201, json: { id: '7' } }));
  const structure = new AssetsStructureWriter(assets);
  await structure.createObjectType({
    name: 'T',
    description: '',
    iconId: '3',
    schemaId: '1',
    inherited: true,
    abstract: false,
  });
  await structure.createObjectType({
    name: 'T',
    description: '',
    iconId: '3',
    schemaId: '1',
    parentId: '9',
    inherited: true,
    abstract: false,
  });
  await structure.updateObjectType('7', { abstract: true });
  await structure.createAttribute('7', {
    name: 'R',
    kind: 'reference',
    referencedTypeId: '8',
    referenceTypeId: '2',
  });
  assert.deepEqual(sent.map(wire), [
    {
      name: 'T',
      description: '',
      iconId: '3',
      objectSchemaId: '1',
      inherited: true,
      abstractObjectType: false,
    },
    {
      name: 'T',
      description: '',
      iconId: '3',
      objectSchemaId: '1',
      parentObjectTypeId: '9',
      inherited: true,
      abstractObjectType: false,
    },
    { abstractObjectType: true },
    { name: 'R', type: 1, typeValue: '8', additionalValue: '2' },
  ]);
});

test('a create that was done and whose answer cannot be read is unknown', async () => {
  for (const json of [undefined, {}, { objectKey: 'T-7' }, []]) {
    await assert.rejects(
      new AssetsObjectWriter(calls(() => ({ status: 201, json })).assets).createObject({
        typeId: '1',
        values: {},
      }),
      (error: unknown) => error instanceof OutcomeUnknown,
      JSON.stringify(json),
    );
  }
});

test('what is not there is told from a workspace that is gone; an attribute that is not there counts as deleted only in a workspace that is', async () => {
  const without = (list: number) =>
    new AssetsStructureWriter(
      calls(({ url }) => ({ status: url.endsWith('/objectschema/list') ? list : 404, json: {} }))
        .assets,
    );
  await assert.rejects(without(200).updateObjectType('7', {}), { code: 'schema-gone' });
  await assert.rejects(without(404).updateObjectType('7', {}), { code: 'workspace-gone' });
  await without(200).deleteAttribute('7');
  await assert.rejects(without(404).deleteAttribute('7'), { code: 'workspace-gone' });
});
