import { counted } from '../../kernel/counted.ts';
import { Damaged } from '../../kernel/errors.ts';

/**
 * Before all backups of a schema are deleted: one whose document can't be read would stay in its
 * storage, where nobody would find it again. @throws Damaged
 */
export function assertAllReadable({ unreadable }: { unreadable: number }): void {
  if (unreadable === 0) return;
  throw new Damaged(
    `${counted(unreadable, 'backup')} of this schema can't be read because their data was changed in the database, so the schema wasn't deleted. Contact whoever runs this service, then delete the schema again.`,
  );
}
