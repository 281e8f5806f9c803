import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { callerOn } from '../support/simulator/caller-on.ts';

const simulator = await startSimulator({ seed: 'tiny' });
after(() => simulator.close());
const { site } = simulator.world;
const city = [...site.types.values()].find((type) => type.name === 'City')!;
const nameId = site.attributesOf(city.id).find((attribute) => attribute.label)!.id;
const create = (name: string) =>
  callerOn(simulator)('POST', '/object/create', {
    objectTypeId: String(city.id),
    attributes: [
      { objectTypeAttributeId: String(nameId), objectAttributeValues: [{ value: name }] },
    ],
  });
const cities = (): string[] =>
  site.objects.idsOfType(city.id).map((id) => site.labelOf(site.objects.get(id)!));
const answers = async (name: string): Promise<number | 'cut'> =>
  create(name).then(
    ({ status }) => status,
    () => 'cut' as const,
  );

test('a fault before the work leaves nothing behind, one after it only loses the answer', async () => {
  const expected: [string, number | 'cut', boolean][] = [
    ['cut', 'cut', false],
    ['500', 500, false],
    ['503', 503, false],
    ['429', 429, false],
    ['cut-after', 'cut', true],
    ['500-after', 500, true],
    ['503-after', 503, true],
  ];
  for (const [kind, status, done] of expected) {
    simulator.settings.faults = [
      { path: 'object/create', method: 'POST', kind: kind as '500', probability: 1, times: 1 },
    ];
    assert.equal(await answers(`City ${kind}`), status, kind);
    assert.equal(cities().includes(`City ${kind}`), done, kind);
  }
});

test('a hanging answer comes never, though the work is done', async () => {
  simulator.settings.faults = [
    { path: 'object/create', kind: 'hang-after', probability: 1, times: 1 },
  ];
  const waiting = create('Hanging').then(
    () => 'answered',
    () => 'cut',
  );
  while (!cities().includes('Hanging')) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(await Promise.race([waiting, Promise.resolve('still waiting')]), 'still waiting');
});

test('a fault lets as many requests pass as it skips, and then comes as often as it may', async () => {
  simulator.settings.faults = [
    { path: 'object/create', kind: '503', probability: 1, skip: 2, times: 2 },
  ];
  assert.deepEqual(
    [
      await answers('a'),
      await answers('b'),
      await answers('c'),
      await answers('d'),
      await answers('e'),
    ],
    [201, 201, 503, 503, 201],
  );
});

test('a fault of an unknown kind is refused', async () => {
  assert.equal(
    (
      await callerOn(simulator)('POST', '/_simulator/settings', {
        faults: [{ path: 'x', kind: 'flood', probability: 1 }],
      })
    ).status,
    400,
  );
});
