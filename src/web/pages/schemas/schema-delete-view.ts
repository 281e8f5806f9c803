import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { counted } from '../../view/formats/numbers.ts';

export interface SchemaDeleteView {
  id: string;
  name: string;
  /**
   * Whether it was deleted from Assets: then it is deleted for good, with its backups. Otherwise it
   * is only hidden.
   */
  deleted: boolean;
  /** What is deleted with it: the begin of a sentence. */
  backups: string;
  /** Why it can't be deleted. */
  kept: string | undefined;
  /** What was typed and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

export const schemaDeleteView = (
  { id, name, status, backupCount }: CatalogSchema,
  kept: string | undefined,
): SchemaDeleteView => ({
  id,
  name,
  deleted: status === 'deleted',
  backups: backupWords(backupCount),
  kept,
});

function backupWords(backupCount: number): string {
  if (backupCount === 0) return 'Whatever is left in its bin';
  return backupCount === 1 ? 'Its backup' : `All its ${counted(backupCount, 'backup')}`;
}
