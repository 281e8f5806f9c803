import type { BackupReader } from '../../backups/vault.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { mapOne, mapValues, type AttributeTargets, type ValueMaps } from '../values/map-values.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { RestoreInput } from '../restore-input.ts';
import { valueSources, type RestoreContext } from '../context/restore-context.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import { attributesOf } from '../../compare/schema-structure.ts';
import { valueMaps } from '../values/value-maps.ts';
import { MAX_LISTED, type PlanConflict, type RestorePlan } from './restore-plan.ts';

interface Options {
  reader: BackupReader;
  context: RestoreContext;
  /** Of the graph: 1 at each reference that closes a cycle. */
  closing: Uint8Array;
  attributes: AttributeTargets;
  input: Pick<RestoreInput, 'existing'>;
  signal: AbortSignal;
}

/** Values that a rule of the destination would refuse: seen here, not while the restore runs. What is not there at all is listed elsewhere. */
export async function findConflicts({
  reader,
  context,
  closing,
  attributes,
  input,
  signal,
}: Options): Promise<Pick<RestorePlan, 'conflicts' | 'conflictCount' | 'conflictRules'>> {
  const { structure: source, graph, ancestorsOnly } = context.source;
  const { structure: match, objects, names } = context.matches;
  const found = new Map<string, PlanConflict>();
  const rules = new Set<string>();
  let count = 0;
  const note = (type: string, attribute: string, why: string, example: string): void => {
    count += 1;
    const rule = `${type} ${attribute} ${why}`;
    rules.add(rule);
    const known = found.get(rule);
    if (known) known.count += 1;
    else if (found.size < MAX_LISTED) found.set(rule, { type, attribute, why, count: 1, example });
  };
  const actual = valueMaps(valueSources(context), attributes);
  const maps: ValueMaps = {
    ...actual,
    named: (_kind: string, id: string) => ({ id }),
    reference: (id: string) => ({
      id,
      ...(graph.nodeOf(id) < 0 && names.reference.has(id) ? { outside: true as const } : {}),
    }),
  };
  for (const type of source.types.filter((each) => !ancestorsOnly.has(each.id))) {
    const required = attributesOf(source, type.id).flatMap((attribute) => {
      const there = match.attributes.get(attribute.id);
      return there && !there.system && (there.minimumCardinality ?? 0) > 0
        ? [{ sourceId: attribute.id, there }]
        : [];
    });
    for await (const record of reader.records({ kind: 'object', type: type.id, signal })) {
      const body = objectOf(record);
      const isThere = objects.has(graph.nodeOf(body.id));
      if (isThere && input.existing === 'missing') continue;
      const { values, leftOut } = mapValues(body.values, maps);
      for (const { attribute, reason, value } of leftOut)
        note(type.name, attribute, reason, `${body.label}: ${value}`);
      if (isThere) continue;
      const later = laterThan(graph, closing, graph.nodeOf(body.id));
      for (const { sourceId, there } of required) {
        if (values[there.id] === undefined)
          note(
            type.name,
            there.name,
            'The destination demands a value, and the backup has none that it takes: the object will be refused.',
            body.label,
          );
        else if (body.values[sourceId]!.every((value) => isMissing(value, actual)))
          note(
            type.name,
            there.name,
            'The destination demands a value, and none of those that the backup has is there: the object will be refused, unless another one is chosen for it above.',
            body.label,
          );
        else if (
          body.values[sourceId]!.every((value) => 'object' in value && later.has(value.object))
        )
          note(
            type.name,
            there.name,
            'The destination demands a value, and what it names can only be made after the object: the object will be refused.',
            body.label,
          );
      }
    }
  }
  return { conflicts: [...found.values()], conflictCount: count, conflictRules: rules.size };
}

/** The objects that one of them names and that are made after it, because the two are in a cycle. */
function laterThan(graph: ObjectGraph, closing: Uint8Array, node: number): Set<string> {
  const later = new Set<string>();
  const { from, to } = graph.edgesOf(node);
  for (let edge = from; edge < to; edge += 1)
    if (closing[edge] === 1) later.add(graph.idOf(graph.target(edge)));
  return later;
}

/** Whether it names somebody or something that the destination lacks. */
function isMissing(value: AttributeValue, maps: ValueMaps): boolean {
  const target = mapOne(value, maps);
  return target !== 'later' && 'reason' in target;
}
