import type {
  PartDefinition,
  ReferenceRule,
} from '../../../core/backups/reading/part-definition.ts';
import type { RecordKey, RecordKind } from '../../../core/storages/records/backup-record.ts';

/**
 * What a record names within its backup, and whether that is there, by the rules of the parts.
 * Kinds without a rule name nothing.
 */
export class References {
  readonly #rules: ReadonlyMap<RecordKind, ReferenceRule>;
  readonly #words: ReadonlyMap<RecordKind, string>;
  /** The kinds whose ids are unique, whatever the type. */
  readonly uniqueKinds: readonly RecordKind[];
  /** The ids that are there, of the kinds that may be named. */
  readonly #there: ReadonlyMap<RecordKind, Set<string>>;

  constructor(parts: readonly PartDefinition[]) {
    const rules = parts.flatMap((part) => part.rules);
    const kinds = parts.flatMap((part) => part.kinds);
    this.#rules = new Map(rules.map((rule) => [rule.of, rule]));
    this.#words = new Map(kinds.map(({ kind, word }) => [kind, word]));
    this.uniqueKinds = kinds.filter(({ hasUniqueIds }) => hasUniqueIds).map(({ kind }) => kind);
    this.#there = new Map(rules.flatMap(({ names }) => names).map((kind) => [kind, new Set()]));
  }

  /** A record that the manifest lists. */
  define({ kind, id }: RecordKey): void {
    this.#there.get(kind)?.add(id);
  }

  /** What this record names and the backup lacks, in words. `bytes` are its body as JSON. */
  missing(kind: RecordKind, bytes: Buffer): string[] {
    const rule = this.#rules.get(kind);
    if (!rule) return [];
    const missing: string[] = [];
    rule.find(JSON.parse(bytes.toString()), (of, id, words) => {
      if (this.#there.get(of)?.has(id)) return;
      missing.push(`its ${words ?? this.wordOf(of)} ${id} isn't in the backup`);
    });
    return missing;
  }

  /** What a record of a kind is called; an unknown kind by its own name. */
  wordOf(kind: RecordKind): string {
    return this.#words.get(kind) ?? kind;
  }
}
