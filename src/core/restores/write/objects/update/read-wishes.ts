import { readObjectsById } from '../../../../assets/reading/read-objects-by-id.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';
import { objectOf } from '../../../../compare/object-of.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import { mapValues, type MappedValues } from '../../../values/map-values.ts';
import type { UniqueWish } from '../../unique/find-circles.ts';
import type { ObjectWriting } from '../object-writing.ts';

/** Objects that are read together. */
const BATCH_SIZE = 500;

/** What objects that wait want and have. `waiting`: by node, attributes that they can't get. */
export async function readWishes(
  writing: ObjectWriting,
  waiting: ReadonlyMap<number, { attributes: readonly string[] }>,
): Promise<UniqueWish[]> {
  const wishes: UniqueWish[] = [];
  const nodes = [...waiting.keys()];
  for (let from = 0; from < nodes.length; from += BATCH_SIZE) {
    const batch = nodes.slice(from, from + BATCH_SIZE);
    const wanted = await readWanted(writing, batch);
    const current = await readCurrent(writing, batch);
    for (const node of batch)
      for (const attribute of waiting.get(node)?.attributes ?? [])
        wishes.push({
          node,
          attribute,
          wanted: wanted.get(node)?.[attribute] ?? [],
          current: (current.get(node)?.[attribute] ?? []).map(writtenForm),
        });
  }
  return wishes;
}

async function readWanted(
  { parts: { attempt, context }, maps }: ObjectWriting,
  nodes: readonly number[],
): Promise<Map<number, MappedValues['values']>> {
  const { graph } = context.source;
  const records = await attempt.parts.reader.getMany(
    nodes.map((node) => ({ kind: 'object', type: graph.typeOf(node), id: graph.idOf(node) })),
  );
  return new Map(
    records.map((record) => {
      const { id, values } = objectOf(record);
      return [graph.nodeOf(id), mapValues(values, maps).values] as const;
    }),
  );
}

async function readCurrent(
  { parts: { attempt, objects } }: ObjectWriting,
  nodes: readonly number[],
): Promise<Map<number, SnapshotObject['values']>> {
  const { target, pace } = attempt.parts;
  const ids = nodes.flatMap((node) => objects.targetOf(node) ?? []);
  const found = new Map<number, SnapshotObject['values']>();
  for await (const page of readObjectsById(target, ids, pace))
    for (const { id, values } of page.objects) found.set(objects.nodeOf(id), values);
  return found;
}
