import type { Pace } from '../../assets/reading/parallel.ts';
import { readObjects } from '../../assets/reading/read-objects.ts';
import type { BackupReader } from '../../backups/vault.ts';
import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { valueSources, type RestoreContext } from '../context/restore-context.ts';
import { valueMaps } from '../values/value-maps.ts';
import {
  mapValues,
  sameValues,
  writtenForm,
  type AttributeTargets,
  type MappedValues,
} from '../values/map-values.ts';
import { isHollow, objectBody, type ObjectBody } from '../../compare/object-body.ts';

export interface Compared {
  node: number;
  body: ObjectBody;
  there: AssetsObject;
  mapped: MappedValues;
}
interface Options {
  context: RestoreContext;
  reader: BackupReader;
  target: AssetsDestination;
  attributes: AttributeTargets;
  pace: Pace;
}

/** Every matched object beside what the backup has of it, in the order in which the site gives them. */
export async function* compareObjects({
  context,
  reader,
  target,
  attributes,
  pace,
}: Options): AsyncGenerator<Compared> {
  const { graph } = context.source;
  const { objects } = context.matches;
  const { census } = context.destination;
  const maps = valueMaps(valueSources(context), attributes);
  const types = [...census]
    .filter(([, found]) => found.size > 0)
    .map(([id, found]) => ({ id, expected: found.size }));
  const seen = new Set<number>();
  for await (const { page } of readObjects(target, types, pace)) {
    const pairs = page.objects
      .map((there) => ({ there, node: objects.nodeOf(there.id) }))
      .filter(({ node }) => node >= 0 && !seen.has(node));
    const bodies = new Map(
      (
        await reader.getMany(
          pairs.map(({ node }) => ({
            kind: 'object' as const,
            type: graph.typeOf(node),
            id: graph.idOf(node),
          })),
        )
      ).map((record) => {
        const body = objectBody(record);
        return [body.id, body];
      }),
    );
    for (const { there, node } of pairs) {
      const body = bodies.get(graph.idOf(node));
      if (!body) continue;
      seen.add(node);
      yield { node, body, there, mapped: mapValues(body.values, maps) };
    }
  }
}

/** The rule for objects that are there. `own`: made by this very run, and to become exactly what the backup has. */
export type ExistingRule = 'own' | 'overwrite' | 'overwrite-and-clear' | 'keep' | 'missing';

/**
 * What the destination has of an attribute, and what it should have after a write: what can be written, and what cannot be and stands there all the same;
 * undefined where nothing can be written. `same`: it is as in the backup.
 */
export function standing(
  { there, mapped }: Pick<Compared, 'there' | 'mapped'>,
  targetId: string,
): { actual: string[]; wanted: string[] | undefined; same: boolean } {
  const actual = (there.values[targetId] ?? [])
    .filter((value) => !isHollow(value))
    .map(writtenForm);
  const unwritable = mapped.unwritable[targetId] ?? [];
  const written = mapped.values[targetId];
  const rest = [...actual];
  for (const value of written ?? []) taken(rest, value);
  const same = sameValues([...(written ?? []), ...unwritable], actual);
  return {
    actual,
    wanted: written && [...written, ...unwritable.filter((value) => taken(rest, value))],
    same,
  };
}

/** Takes one such value out of a list; false when there is none. */
function taken(list: string[], value: string): boolean {
  const at = list.indexOf(value);
  return at >= 0 && list.splice(at, 1).length > 0;
}

/** Attributes of the destination whose values are to be written, by the rule. */
export function differencesOf(
  compared: Compared,
  rule: ExistingRule,
  attributes: { sourceId: string; targetId: string }[],
): string[] {
  if (rule === 'missing') return [];
  return attributes
    .filter(({ sourceId, targetId }) => {
      const { body, mapped } = compared;
      const { actual, wanted } = standing(compared, targetId);
      const open = mapped.later.includes(targetId);
      if (rule === 'keep') return actual.length === 0 && (wanted !== undefined || open);
      if (open || (wanted !== undefined && !sameValues(wanted, actual))) return true;
      const empty = (body.values[sourceId]?.length ?? 0) === 0;
      return rule === 'overwrite-and-clear' && empty && actual.length > 0;
    })
    .map(({ targetId }) => targetId);
}
