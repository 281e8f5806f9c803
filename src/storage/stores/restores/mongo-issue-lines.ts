import type { Connection } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import {
  ISSUE_OUTCOMES,
  type IssueCounts,
  type IssueLine,
  type IssueLines,
  type IssueOutcome,
} from '../../../core/restores/report/issue-line.ts';
import type { RestoreRoute } from '../../../core/restores/report/restore-line.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { issueLineSchema, type IssueLineDocument, type IssueWords } from './restore-documents.ts';

type Route = Pick<RestoreRoute, 'tenantId' | 'runId' | 'fence'>;

/** Lines about issues, a document each. */
export class MongoIssueLines implements IssueLines {
  readonly #lines: TenantCollection<IssueLineDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#lines = new TenantCollection(connection, 'RestoreIssue', issueLineSchema);
    this.#secrets = secrets;
  }

  async note(route: Route, lines: IssueLine[]): Promise<void> {
    const documents = await Promise.all(lines.map((line) => this.#toDocument(route, line)));
    const stored = this.#lines.of(route.tenantId);
    const standing = await stored.insertNew(documents);
    const updates = standing.map(({ _id, ...fields }) => ({
      filter: { _id, fence: { $lte: route.fence } },
      change: { $set: fields },
      upsert: true,
    }));
    await stored.updateEach(updates);
  }

  async *lines(
    tenantId: TenantId,
    runId: RunId,
    only?: IssueOutcome,
  ): AsyncGenerator<IssueLine, void, undefined> {
    const filter = only ? { runId, outcome: only } : { runId };
    for await (const document of this.#lines.of(tenantId).each(filter))
      yield await this.#toLine(document);
  }

  async counts(tenantId: TenantId, runId: RunId): Promise<IssueCounts> {
    const counts = Object.fromEntries(ISSUE_OUTCOMES.map((each) => [each, 0])) as IssueCounts;
    const groups = await this.#lines
      .of(tenantId)
      .group<{ _id: IssueOutcome; lines: number }>(
        { runId },
        { _id: '$outcome', lines: { $sum: 1 } },
      );
    for (const { _id, lines } of groups) counts[_id] = lines;
    return counts;
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#lines.purge(tenantId);
  }

  async #toDocument(
    { tenantId, runId, fence }: Route,
    { issueId, outcome, ...words }: IssueLine,
  ): Promise<IssueLineDocument> {
    const _id = `${runId}:${issueId}`;
    const sealed = await this.#secrets.seal(tenantId, _id, 'words', JSON.stringify(words));
    return { _id, tenantId, runId, fence, issueId, outcome, words: sealed };
  }

  async #toLine({ _id, tenantId, issueId, outcome, words }: IssueLineDocument): Promise<IssueLine> {
    try {
      const said = JSON.parse(
        await this.#secrets.open(tenantId, _id, 'words', words),
      ) as IssueWords;
      return { issueId, outcome, ...said };
    } catch (error) {
      if (!(error instanceof Damaged || error instanceof SyntaxError)) throw error;
      return { issueId, outcome, key: '', summary: '', fields: [], reason: UNREADABLE };
    }
  }
}

const UNREADABLE = "This issue's entry can't be read because it was changed in the database.";
