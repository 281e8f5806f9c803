import type { AttributeInput } from '../model/definitions/attribute-input.ts';
import type { ObjectInput } from '../model/object-input.ts';
import type { ObjectTypeInput } from '../model/definitions/object-type-input.ts';
import type { ReferenceTypeInput } from '../model/definitions/reference-type-input.ts';
import type { AccessWriter } from './parts/access-writer.ts';
import type { CallAllowance } from './site/call-allowance.ts';
import type { Schema } from '../model/definitions/schema.ts';
import type { StatusInput } from '../model/definitions/status-input.ts';

export interface WrittenObject {
  id: string;
  key: string;
}

/**
 * Writes the Assets of a site. A 429, and a failure before a byte was sent, mean that nothing was
 * done: such calls are repeated while patience lasts. Changes (`update…`, `delete…`) may be
 * repeated and are; creates are sent once. A create that `signal` interrupts may have been done.
 * @throws WriteRefused (400, also 409, 413, 422); OutcomeUnknown (creates only); Refused
 * `quota-full` | `no-permission` | `token-refused` | `workspace-gone` | `schema-gone` (also for an
 * object type, attribute or object that does not exist) | `site-refused`; Unavailable
 * `site-unreachable` when patience runs out: a create was then not done
 */
export interface AssetsWriter extends AccessWriter {
  createSchema(
    input: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<Schema>;
  createObjectType(input: ObjectTypeInput, signal?: AbortSignal): Promise<{ id: string }>;
  updateObjectType(
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void>;
  createAttribute(
    typeId: string,
    input: AttributeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }>;
  updateAttribute(
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Deleting an attribute that does not exist succeeds. */
  deleteAttribute(id: string, signal?: AbortSignal): Promise<void>;
  createStatus(input: StatusInput, signal?: AbortSignal): Promise<{ id: string }>;
  createReferenceType(input: ReferenceTypeInput, signal?: AbortSignal): Promise<{ id: string }>;
  createObject(input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject>;
  updateObject(id: string, input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject>;
  /** The site's limits, as far as they are known; no call is made. */
  allowance(): CallAllowance;
}
