import type { AttributeValue } from '../assets/model/attribute-value.ts';
import type { SchemaStructure } from './structure/schema-structure.ts';

/** An object with its values; values without content are left out. */
export interface SnapshotObject {
  id: string;
  typeId: string;
  key: string;
  label: string;
  /** Attribute id → its values. */
  values: Record<string, AttributeValue[]>;
  /** True if a site sent it without some of its values: what is missing here may be there. */
  isPartial?: true | undefined;
}

/** Names one object of a snapshot. Ids are unique in a workspace; the type tells where to look. */
export interface ObjectRef {
  typeId: string;
  id: string;
}

/**
 * One schema as it is at some moment: in a backup, or on a site right now. Objects are never in
 * memory all at once.
 */
export interface Snapshot {
  readonly structure: SchemaStructure;
  /**
   * The objects of these types, some hundred at a time. A backup gives them by type and id; a site
   * gives pages as they arrive, in any order, and may give an object twice.
   */
  pages(typeIds: readonly string[]): AsyncIterable<SnapshotObject[]>;
  /** Those of these objects that are in the snapshot, in any order. */
  objects(refs: readonly ObjectRef[]): Promise<SnapshotObject[]>;
  /** The ids of all objects of a type, ascending, without reading the objects. */
  objectIds(typeId: string): AsyncIterable<string>;
}
