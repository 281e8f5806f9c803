import type { BackupReader } from '../../storages/vault.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { objectOf } from '../../compare/object-of.ts';
import { GraphBuilder, type ObjectGraph } from './object-graph.ts';

/** How often each thing outside of Assets' own objects is named by a value. */
export interface Usage {
  users: Map<string, number>;
  groups: Map<string, number>;
  projects: Map<string, number>;
  /** By id, with the name it had. */ statuses: Map<string, { name: string; count: number }>;
  /** Values of a form that cannot be written. */ others: number;
}

/**
 * One reading of all objects of these types: the graph of their references, and what else they
 * name.
 */
export async function scanObjects(
  reader: BackupReader,
  typeIds: string[],
  options: { signal?: AbortSignal; onProgress?: (objects: number) => void } = {},
): Promise<{ graph: ObjectGraph; usage: Usage }> {
  const builder = new GraphBuilder();
  const usage: Usage = {
    users: new Map(),
    groups: new Map(),
    projects: new Map(),
    statuses: new Map(),
    others: 0,
  };
  let objects = 0;
  for (const type of typeIds)
    for await (const record of reader.records({
      kind: 'object',
      type,
      ...(options.signal ? { signal: options.signal } : {}),
    })) {
      const { id, values } = objectOf(record);
      const references: string[] = [];
      let weight = 0;
      for (const list of Object.values(values))
        for (const value of list) {
          count(value, usage, references);
          weight += 'value' in value ? value.value.length : 0;
        }
      builder.add(type, id, references, weight);
      objects += 1;
      if (objects % 1000 === 0) options.onProgress?.(objects);
    }
  return { graph: builder.build(), usage };
}

function count(value: AttributeValue, usage: Usage, references: string[]): void {
  const add = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  if ('object' in value) references.push(value.object);
  else if ('user' in value) add(usage.users, value.user);
  else if ('group' in value) add(usage.groups, value.group);
  else if ('project' in value) add(usage.projects, value.project);
  else if ('status' in value)
    usage.statuses.set(value.status, {
      name: value.name,
      count: (usage.statuses.get(value.status)?.count ?? 0) + 1,
    });
  else if ('other' in value) usage.others += 1;
}
