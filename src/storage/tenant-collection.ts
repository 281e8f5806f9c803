import type { Connection, Model, Schema } from 'mongoose';
import type { TenantId } from '../core/kernel/ids.ts';
import { Collection, openModel, type StoredDocument } from './collection.ts';
import type { StoredShape } from './stored-shape.ts';

export interface TenantDocument extends StoredDocument {
  tenantId: TenantId;
}

/**
 * A collection whose documents belong to tenants. Who wants one says of which tenant first: from
 * then on its id stands in every filter and in every document that is written, so that nobody can
 * forget it.
 */
export class TenantCollection<D extends TenantDocument> {
  readonly #model: Model<D>;
  /** The documents of every tenant: for ticks and housekeeping, which work for all of them. */
  readonly everyTenant: Collection<D>;
  readonly #shape: StoredShape | undefined;

  constructor(connection: Connection, name: string, schema: Schema, shape?: StoredShape) {
    this.#model = openModel<D>(connection, name, schema);
    this.#shape = shape;
    this.everyTenant = new Collection(this.#model, {}, shape);
  }

  of(tenantId: TenantId): Collection<D> {
    return new Collection(this.#model, { tenantId: String(tenantId) }, this.#shape);
  }

  /**
   * Deletes everything of this incarnation. Repeatable. `key`: fields that follow the tenant in an
   * index; for collections that hold many documents of one tenant. `size`: of a batch; for large
   * documents.
   */
  purge(tenantId: TenantId, key?: readonly (keyof D & string)[], size?: number): Promise<void> {
    return this.of(tenantId).deleteMany({}, key, size);
  }
}
