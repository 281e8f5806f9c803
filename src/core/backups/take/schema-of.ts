import { Refused } from '../../kernel/errors.ts';
import type { CatalogId } from '../../kernel/ids.ts';
import type { BackupRun } from '../backup-kind.ts';

/** The schema that a run backs up. @throws Refused `no-schema` */
export function schemaOf(run: BackupRun): CatalogId {
  if (!run.catalogId)
    throw new Refused('no-schema', "This run doesn't name a schema. Start a new backup.");
  return run.catalogId;
}
