import type { RecordKey, RecordKind } from '../../../core/storages/record.ts';
import type { AttributeValue } from '../../../core/assets/model/attribute-value.ts';

type Body = {
  typeId?: string;
  objectTypeId?: string;
  parentId?: string | null;
  values?: Record<string, AttributeValue[]>;
};

/** What a record names within its backup, and whether that is there. Objects of other schemas may be named, so object references are not asked for. */
export class References {
  readonly #there = new Map<RecordKind, Set<string>>();

  /** A record that the manifest lists. Objects are not kept. */
  define({ kind, id }: RecordKey): void {
    if (kind === 'object') return;
    let ids = this.#there.get(kind);
    if (!ids) this.#there.set(kind, (ids = new Set()));
    ids.add(id);
  }

  /** What this record names and the backup lacks, in words. */
  missing(kind: RecordKind, bytes: Buffer): string[] {
    if (kind !== 'object' && kind !== 'attribute' && kind !== 'objectType') return [];
    const body = JSON.parse(bytes.toString()) as Body;
    const missing: string[] = [];
    const need = (of: RecordKind, words: string, id: string | null | undefined): void => {
      if (id !== null && id !== undefined && !this.#there.get(of)?.has(id))
        missing.push(`its ${words} ${id} is not in the backup`);
    };
    need('objectType', 'object type', body.typeId ?? body.objectTypeId);
    need('objectType', 'parent type', body.parentId);
    for (const [attribute, values] of Object.entries(body.values ?? {})) {
      need('attribute', 'attribute', attribute);
      for (const value of values) {
        if ('user' in value) need('user', 'user', value.user);
        else if ('group' in value) need('group', 'group', value.group);
      }
    }
    return missing;
  }
}
