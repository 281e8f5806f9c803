import assert from 'node:assert/strict';
import { after, beforeEach } from 'node:test';
import { startSimulator, type Simulator } from '../../../simulator/start-simulator.ts';
import { DEFAULT_SETTINGS } from '../../../simulator/world/settings.ts';
import { callerOn, type Answered } from './caller-on.ts';

/** A pretend site, new before every test, and the writes to it by the names of its parts. */
export async function writableSite() {
  let time = Date.parse('2026-11-24T08:00:00Z');
  const nextMoment = (): number => {
    time += 1;
    return time;
  };
  const simulator = await startSimulator({ seed: 'tiny', now: nextMoment });
  after(() => simulator.close());
  beforeEach(() => {
    simulator.world.reset('tiny', 0);
    Object.assign(simulator.settings, structuredClone(DEFAULT_SETTINGS));
  });
  const letTimePass = (ms: number): void => {
    time += ms;
  };
  const names = namesOn(simulator);
  return { simulator, letTimePass, ...names, ...writesOn(simulator, names) };
}

type Names = ReturnType<typeof namesOn>;

function namesOn(simulator: Simulator) {
  const site = () => simulator.world.site;
  const typeNamed = (name: string) =>
    [...site().types.values()].find((type) => type.name === name)!;
  const attributeNamed = (typeId: number, name: string) =>
    site()
      .attributesOf(typeId)
      .find((attribute) => attribute.name === name)!;
  const idsOf = (name: string) => site().objects.idsOfType(typeNamed(name).id);
  return { site, typeNamed, attributeNamed, idsOf };
}

function writesOn(simulator: Simulator, { typeNamed, attributeNamed }: Names) {
  const call = callerOn(simulator);
  const make = (type: string, body: object) =>
    call('POST', `/objecttypeattribute/${typeNamed(type).id}`, {
      type: 0,
      defaultTypeId: 0,
      ...body,
    });
  const change = (type: string, attribute: string, body: object) =>
    call(
      'PUT',
      `/objecttypeattribute/${typeNamed(type).id}/${attributeNamed(typeNamed(type).id, attribute).id}`,
      body,
    );
  const valuesOf = (type: string, values: Record<string, string[]>): object => ({
    objectTypeId: String(typeNamed(type).id),
    attributes: Object.entries(values).map(([name, list]) => ({
      objectTypeAttributeId: String(attributeNamed(typeNamed(type).id, name).id),
      objectAttributeValues: list.map((value) => ({ value })),
    })),
  });
  const create = (type: string, values: Record<string, string[]>) =>
    call('POST', '/object/create', valuesOf(type, values));
  const update = (id: number, type: string, values: Record<string, string[]>) =>
    call('PUT', `/object/${id}`, valuesOf(type, values));
  return { call, make, change, valuesOf, create, update };
}

/** The site refuses the write, for the reason that the pattern says. */
export async function assertWriteRefused(
  answer: Promise<Answered>,
  pattern: RegExp,
): Promise<void> {
  const { status, json } = await answer;
  assert.equal(status, 400, JSON.stringify(json).slice(0, 200));
  assert.match(JSON.stringify(json), pattern);
}
