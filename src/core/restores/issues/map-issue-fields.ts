import { StoredIssueField } from '../../backups/parts/issues/issue-record.ts';
import type { IssueField } from '../../assets/model/issue.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';

/** The fields of the backup's issues, and where they are on the destination. */
export interface FieldMap {
  nameOf(sourceId: string): string;
  /** Undefined where the destination has no such field, or several of the name. */
  targetOf(sourceId: string): string | undefined;
  /** Ids on the destination. */
  targets: readonly string[];
}

/** On the same site by id; on another one by name, where one field alone has it. */
export async function mapIssueFields(
  reader: BackupReader,
  there: readonly IssueField[],
  isSameSite: boolean,
): Promise<FieldMap> {
  const usable = there.filter(({ isUsable }) => isUsable);
  const targets = new Map<string, string>();
  const names = new Map<string, string>();
  for await (const { id, body } of reader.records({ kind: 'issueField' })) {
    const { name } = StoredIssueField.pick({ name: true }).parse(body);
    names.set(id, name);
    const [found, ...others] = usable.filter((each) =>
      isSameSite ? each.id === id : each.name === name,
    );
    if (found && others.length === 0) targets.set(id, found.id);
  }
  return {
    nameOf: (id) => names.get(id) ?? id,
    targetOf: (id) => targets.get(id),
    targets: [...new Set(targets.values())],
  };
}
