import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';

export interface SchemaDeleteView {
  id: string;
  name: string;
  /**
   * Whether it was deleted from Assets: then it is deleted for good, with its backups. Otherwise it
   * is only hidden.
   */
  deleted: boolean;
  backupCount: number;
  one: boolean;
  /** What was typed and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

export const schemaDeleteView = (
  { id, name, status, backupCount }: CatalogSchema,
  refused: Pick<SchemaDeleteView, 'typed' | 'error'> = {},
): SchemaDeleteView => ({
  id,
  name,
  deleted: status === 'deleted',
  backupCount,
  one: backupCount === 1,
  ...refused,
});
