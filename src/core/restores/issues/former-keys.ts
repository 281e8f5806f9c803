import { readIssueValue, type IssueObject } from '../../assets/issues/issue-object.ts';
import type { Issue } from '../../assets/model/issue.ts';
import { objectOf } from '../../compare/object-of.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import type { RecordKey } from '../../storages/records/backup-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';

/** As a rule, the number in an object's key is its id (assets-api: G). */
const NUMBER = /-(\d{1,19})$/;
const REMEMBERED = 10_000;

/** An issue in the backup, and as it is now. */
export interface IssueStates {
  backup: Issue;
  now: Issue | null | undefined;
}

/**
 * Objects of the backup by the keys that they had: a Data Center says no more of an object that an
 * issue names and that is gone.
 */
export class FormerKeys {
  readonly #reader: Pick<BackupReader, 'getMany'>;
  readonly #graph: ObjectGraph;
  /** Null for a key that no object of the backup had, as far as is known. */
  readonly #ids = new RecentMap<string, string | null>(REMEMBERED);

  constructor(reader: Pick<BackupReader, 'getMany'>, graph: ObjectGraph) {
    this.#reader = reader;
    this.#graph = graph;
  }

  /** The object that had this key, where {@link learn} has found it. */
  idOf(key: string): string | undefined {
    return this.#ids.get(key) ?? undefined;
  }

  /**
   * Looks for the objects that these issues name by nothing but a key, and did not name when they
   * were backed up. @throws Damaged
   */
  async learn(issues: readonly IssueStates[]): Promise<void> {
    const keys = new Set(issues.flatMap(newKeys).filter((key) => !this.#ids.has(key)));
    for (const key of keys) this.#ids.set(key, null);
    const wanted = [...keys].flatMap((key) => this.#recordOf(key));
    if (wanted.length === 0) return;
    for (const record of await this.#reader.getMany(wanted)) {
      const { id, key } = objectOf(record);
      this.#ids.set(key, id);
    }
  }

  /** Where the object would be; whether it is the one, its own key tells. */
  #recordOf(key: string): RecordKey[] {
    const number = NUMBER.exec(key)?.[1];
    const node = number === undefined ? -1 : this.#graph.nodeOf(number);
    if (node < 0) return [];
    return [{ kind: 'object', type: this.#graph.typeOf(node), id: this.#graph.idOf(node) }];
  }
}

function newKeys({ backup, now }: IssueStates): string[] {
  const before = new Set(namedIn(backup).map(({ key }) => key));
  return namedIn(now).flatMap(({ objectId, key }) =>
    objectId === '' && key !== undefined && !before.has(key) ? [key] : [],
  );
}

const namedIn = (issue: Issue | null | undefined): IssueObject[] =>
  Object.values(issue?.values ?? {}).flatMap((value) => readIssueValue(value).objects);
