import type { AttributeInput } from '../../../assets/model/definitions/attribute-input.ts';
import type { OriginalKey } from '../../structure/original-key.ts';

/** A change of an attribute that was there, to be written when the objects are. */
export interface DeferredChange {
  /** Of the destination. */
  typeId: string;
  typeName: string;
  attributeId: string;
  attributeName: string;
  changes: Partial<AttributeInput>;
}

/**
 * An attribute for the original keys that the run made for the time it lasts; ids of the
 * destination.
 */
export interface UniqueKey {
  typeId: string;
  attributeId: string;
}

/** What the structure became: the backup's ids → ids of the destination. */
export interface WrittenStructure {
  readonly schemaId: string;
  readonly types: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  /** Those that the run made. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Those that the run made. */
  readonly referenceTypes: ReadonlyMap<string, string>;
  /** By the backup's type: where its objects' original keys are written while the run lasts. */
  readonly keys: ReadonlyMap<string, OriginalKey>;
  readonly uniqueKeys: readonly UniqueKey[];
  readonly deferred: readonly DeferredChange[];
}
