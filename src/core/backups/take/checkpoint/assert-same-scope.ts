import { Refused } from '../../../kernel/errors.ts';
import type { BackupScope } from '../../backup-kind.ts';

const NAMES: Partial<Record<keyof BackupScope, string>> = {
  workspaceId: 'the workspace',
  accountId: 'the account',
  storageId: 'the backup storage',
  formatVersion: 'the backup format',
  schemaId: 'the schema',
  tenantId: 'the installation',
};

/** @throws Refused `scope-changed`, naming what changed while the run was interrupted */
export function assertSameScope(then: BackupScope, now: BackupScope): void {
  for (const [field, name] of Object.entries(NAMES) as [keyof BackupScope, string][]) {
    if (then[field] !== now[field])
      throw new Refused(
        'scope-changed',
        `The backup was interrupted, and ${name} changed before it could resume. Start a new backup.`,
      );
  }
}
