import type { Connection } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import {
  ISSUE_OUTCOMES,
  type IssueCounts,
  type IssueLine,
  type IssueLines,
  type IssueOutcome,
  type OwnUpdate,
} from '../../../core/restores/report/issue-line.ts';
import type { RestoreRoute } from '../../../core/restores/report/restore-line.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import type { BlockLine } from './block-document.ts';
import { LineBlocks } from './line-blocks.ts';
import {
  issueBlockSchema,
  issueLineSchema,
  type IssueLineDocument,
  type IssueWords,
} from './restore-documents.ts';
import { SeenIds } from './seen-ids.ts';
import { wayOf } from './way-of.ts';

type Route = Omit<RestoreRoute, 'targetSchemaId'>;

/** Lines about issues, many a document. */
export class MongoIssueLines implements IssueLines {
  readonly #blocks: LineBlocks<IssueOutcome>;
  /** Of earlier versions, a document each: read, and deleted with their tenant. */
  readonly #single: TenantCollection<IssueLineDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    const key = ['order'] as const;
    this.#blocks = new LineBlocks(connection, 'RestoreIssueBlock', issueBlockSchema, key);
    this.#single = new TenantCollection(connection, 'RestoreIssue', issueLineSchema);
    this.#secrets = secrets;
  }

  async note(route: Route, lines: IssueLine[]): Promise<void> {
    const { tenantId, runId, fence } = route;
    const sealed = await Promise.all(lines.map((line) => this.#toBlockLine(route, line)));
    await this.#blocks.add(tenantId, { runId, fence, way: wayOf(route) }, sealed);
  }

  async *lines(
    tenantId: TenantId,
    runId: RunId,
    only?: IssueOutcome,
  ): AsyncGenerator<IssueLine, void, undefined> {
    const isWanted = (outcome: IssueOutcome): boolean => only === undefined || outcome === only;
    const seen = new SeenIds();
    for await (const { id, line } of this.#blocks.current(tenantId, runId, { seen }))
      if (isWanted(line.outcome)) yield await this.#open(tenantId, runId, { issueId: id, ...line });
    for await (const line of this.#single.of(tenantId).each({ runId }))
      if (seen.add(line.issueId) && isWanted(line.outcome))
        yield await this.#open(tenantId, runId, line);
  }

  async counts(tenantId: TenantId, runId: RunId): Promise<IssueCounts> {
    const counts = Object.fromEntries(ISSUE_OUTCOMES.map((each) => [each, 0])) as IssueCounts;
    const seen = new SeenIds();
    for await (const { line } of this.#blocks.current(tenantId, runId, { facts: true, seen }))
      counts[line.outcome] += 1;
    const facts = { select: { issueId: 1, outcome: 1 } } as const;
    for await (const { issueId, outcome } of this.#single.of(tenantId).each({ runId }, facts))
      if (seen.add(issueId)) counts[outcome] += 1;
    return counts;
  }

  async ownUpdates(
    route: Pick<Route, 'tenantId' | 'sourceWorkspace' | 'targetWorkspace'>,
    issueIds: readonly string[],
  ): Promise<OwnUpdate[]> {
    const placed = await this.#blocks.about(route.tenantId, { way: wayOf(route) }, issueIds);
    return placed.flatMap(({ id, line: { ownUpdate } }) =>
      ownUpdate ? [{ issueId: id, ...ownUpdate }] : [],
    );
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#blocks.purge(tenantId);
    await this.#single.purge(tenantId);
  }

  async #toBlockLine(
    { tenantId, runId }: Route,
    { issueId, outcome, ownUpdate, ...words }: IssueLine,
  ): Promise<{ id: string; line: BlockLine<IssueOutcome> }> {
    const name = sealName(runId, issueId);
    const sealed = await this.#secrets.seal(tenantId, name, 'words', JSON.stringify(words));
    const line = { outcome, leftOutCount: 0, words: sealed };
    return { id: issueId, line: ownUpdate ? { ...line, ownUpdate } : line };
  }

  async #open(
    tenantId: TenantId,
    runId: RunId,
    { issueId, outcome, words }: Pick<IssueLineDocument, 'issueId' | 'outcome' | 'words'>,
  ): Promise<IssueLine> {
    try {
      const name = sealName(runId, issueId);
      const opened = await this.#secrets.open(tenantId, name, 'words', words);
      return { issueId, outcome, ...(JSON.parse(opened) as IssueWords) };
    } catch (error) {
      if (!(error instanceof Damaged || error instanceof SyntaxError)) throw error;
      return { issueId, outcome, key: '', summary: '', fields: [], reason: UNREADABLE };
    }
  }
}

/** What the words of a line are sealed for. */
const sealName = (runId: RunId, issueId: string): string => `${runId}:${issueId}`;

const UNREADABLE = "This issue's entry can't be read because it was changed in the database.";
