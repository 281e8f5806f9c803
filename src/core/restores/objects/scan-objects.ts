import type { BackupRecord } from '../../storages/records/backup-record.ts';
import { inTurns, type Steps } from '../../kernel/loops/steps.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { elementAt } from '../../kernel/collections/element-at.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import { GraphBuilder, Numbers } from './graph-builder.ts';
import type { ObjectGraph } from './object-graph.ts';

/** Objects between two reports of progress. */
const PROGRESS_EVERY = 1_000;

/** A version that values name, as far as they describe it, and how many do. */
export interface VersionUse {
  name: string;
  projectKey: string | undefined;
  count: number;
}

/** How often each thing outside of Assets' own objects is named by a value or a definition. */
export interface Usage {
  users: Map<string, number>;
  groups: Map<string, number>;
  projects: Map<string, number>;
  /** By id, with the name it had. */
  statuses: Map<string, { name: string; count: number }>;
  /** By id. */
  versions: Map<string, VersionUse>;
  /** Values that name a version or a Confluence page, by the id of their attribute. */
  siteThings: Map<string, number>;
  /** Values of a form that cannot be written, by the id of their attribute. */
  others: Map<string, number>;
}

interface ScanOptions {
  signal: AbortSignal;
  /** Called now and then, with how many objects were read. */
  onProgress: (objects: number) => void;
}

/**
 * One reading of all objects of these types: the graph of their references, and what else they
 * name. @throws Damaged
 */
export async function scanObjects(
  reader: BackupReader,
  typeIds: string[],
  { signal, onProgress }: ScanOptions,
): Promise<{ graph: ObjectGraph; usage: Usage }> {
  const scan = new ObjectScan();
  for (const type of typeIds)
    for await (const record of reader.records({ kind: 'object', type, signal })) {
      scan.add(type, objectOf(record), updatedOf(record));
      if (scan.objects % PROGRESS_EVERY === 0) onProgress(scan.objects);
    }
  return { graph: await inTurns(scan.build()), usage: scan.usage };
}

/** When the object was changed last, in ms; 0 where the backup does not say. */
function updatedOf({ body }: BackupRecord): number {
  const { updated } = body as { updated?: unknown };
  return (typeof updated === 'string' && Date.parse(updated)) || 0;
}

class ObjectScan {
  readonly #graph = new GraphBuilder();
  /** By node of the builder. */
  readonly #updated = new Numbers();
  readonly usage: Usage = {
    users: new Map(),
    groups: new Map(),
    projects: new Map(),
    statuses: new Map(),
    versions: new Map(),
    siteThings: new Map(),
    others: new Map(),
  };
  objects = 0;

  add(typeId: string, { id, values }: SnapshotObject, updatedMs: number): void {
    const references: string[] = [];
    let weight = 0;
    for (const [attributeId, list] of Object.entries(values))
      for (const value of list) {
        if ('object' in value) references.push(value.object);
        else if ('value' in value) weight += value.value.length;
        else this.#count(attributeId, value);
      }
    this.#graph.add(typeId, id, references, weight);
    this.#updated.push(updatedMs);
    this.objects += 1;
  }

  /** An object that the backup holds twice counts where it was changed last. */
  build(): Steps<ObjectGraph> {
    const updated = this.#updated.values;
    return this.#graph.build((a, b) => (elementAt(updated, a) > elementAt(updated, b) ? a : b));
  }

  #count(attributeId: string, value: AttributeValue): void {
    const { users, groups, projects, statuses, versions, siteThings, others } = this.usage;
    if ('version' in value) increaseVersion(versions, value);
    if ('user' in value) increase(users, value.user);
    else if ('group' in value) increase(groups, value.group);
    else if ('project' in value) increase(projects, value.project);
    else if ('status' in value) increaseStatus(statuses, value.status, value.name);
    else if ('version' in value || 'page' in value) increase(siteThings, attributeId);
    else if ('other' in value) increase(others, attributeId);
  }
}

/**
 * Adds what attributes name (the groups that people must be in, the statuses that are allowed), and
 * who has roles.
 */
export function countDefinitions(
  { attributes, statuses, roles = [] }: Pick<SchemaStructure, 'attributes' | 'statuses' | 'roles'>,
  usage: Usage,
): void {
  for (const { kind, id } of roles.flatMap(({ actors }) => actors))
    increase(kind === 'user' ? usage.users : usage.groups, id);
  const names = new Map(statuses.map(({ id, name }) => [id, name]));
  for (const { userGroups = [], allowedStatuses = [] } of attributes) {
    for (const group of userGroups) increase(usage.groups, group);
    for (const id of allowedStatuses) increaseStatus(usage.statuses, id, names.get(id) ?? '');
  }
}

function increaseStatus(statuses: Usage['statuses'], id: string, name: string): void {
  const known = statuses.get(id);
  statuses.set(id, { name: name || (known?.name ?? ''), count: (known?.count ?? 0) + 1 });
}

function increaseVersion(
  versions: Usage['versions'],
  { version, name, projectKey }: Extract<AttributeValue, { version: string }>,
): void {
  const known = versions.get(version);
  versions.set(version, {
    name: name ?? known?.name ?? version,
    projectKey: projectKey ?? known?.projectKey,
    count: (known?.count ?? 0) + 1,
  });
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
