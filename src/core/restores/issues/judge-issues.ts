import type { Issue } from '../../assets/model/issue.ts';
import type { IssuesReader } from '../../assets/ports/issues/issues-reader.ts';
import { letOthersRun } from '../../kernel/loops/let-others-run.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { OwnUpdate } from '../report/issue-line.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { IssueIds } from './field-change.ts';
import { findIssuesByName } from './find-issues-by-name.ts';
import { FormerKeys } from './former-keys.ts';
import { isSetAnyway } from './is-set-anyway.ts';
import { mapIssueFields } from './map-issue-fields.ts';
import { judgeIssue, type IssueRules, type IssueVerdict } from './issue-verdict.ts';
import { issueBatches } from './issue-batches.ts';

export interface IssueRuleParts {
  context: RestoreContext;
  input: Pick<RestoreInput, 'issues' | 'choices'>;
  objects: MatchedObjects;
  reader: BackupReader;
  issues: IssuesReader;
  signal: AbortSignal;
  /** What earlier restores changed of these issues; absent: nothing that matters. */
  ownUpdates?: ((issueIds: readonly string[]) => Promise<OwnUpdate[]>) | undefined;
  /** Stands for an object that is going to be made. */
  toCome?: ((sourceId: string) => string) | undefined;
}

/** The rules of a backup's issues. An issue is judged once `formerKeys` has learned its keys. */
export interface ReadIssueRules extends IssueRules {
  formerKeys: FormerKeys;
}

/** @throws as IssuesReader, Vault */
export async function readIssueRules(parts: IssueRuleParts): Promise<ReadIssueRules> {
  const { context, input, reader, issues, signal } = parts;
  const { isSameSite } = context.destination;
  const { fields } = await issues.issueFields(signal);
  const isChosen = isSetAnyway(input.choices);
  const formerKeys = new FormerKeys(reader, context.source.graph);
  return {
    formerKeys,
    ids: { ...issueIds(parts), hadKey: (key) => formerKeys.idOf(key) },
    fields: await mapIssueFields(reader, fields, isSameSite),
    overwrites: (issueId) => input.issues === 'all' || isChosen(issueId),
  };
}

function issueIds({ context, objects, toCome }: IssueRuleParts): Omit<IssueIds, 'hadKey'> {
  const { graph } = context.source;
  const isId = (id: string): boolean => /^\d+$/.test(id);
  const nodeOf = (id: string): number => (isId(id) ? graph.nodeOf(id) : -1);
  return {
    isSameSite: context.destination.isSameSite,
    isRestored: (id) => nodeOf(id) >= 0,
    targetOf: (id) => {
      const node = nodeOf(id);
      return node < 0 ? undefined : (objects.targetOf(node) ?? toCome?.(id));
    },
    sourceOf: (id) => {
      const node = isId(id) ? objects.nodeOf(id) : -1;
      return node < 0 ? undefined : graph.idOf(node);
    },
  };
}

/** An issue of the backup, the same on the destination, and what is to be done with it. */
export interface JudgedIssue {
  backup: Issue;
  now: Issue | undefined;
  /** What earlier restores changed of it. */
  own: readonly OwnUpdate[];
  verdict: IssueVerdict;
}

/** Looks at the issues of the backup on the destination, a hundred at a time. Writes nothing. */
export async function* judgeIssues(
  { reader, issues, signal, context, ownUpdates = async () => [] }: IssueRuleParts,
  rules: ReadIssueRules,
): AsyncGenerator<JudgedIssue[], void, undefined> {
  const { isSameSite } = context.destination;
  // An issue keeps its id where it moves to another project; another site has other ids.
  const nameOf = ({ id, key }: Issue): string => (isSameSite ? id : key);
  const search = { issues, fieldIds: rules.fields.targets, nameOf, signal };
  for await (const batch of issueBatches(reader, signal)) {
    const named = batch.map(nameOf);
    const byName = await findIssuesByName(named, search);
    // On another site it doesn't matter who changed an issue.
    const updates = isSameSite ? await ownUpdates(batch.map(({ id }) => id)) : [];
    const ownOf = Map.groupBy(updates, ({ issueId }) => issueId);
    const states = batch.map((backup) => ({ backup, now: byName.get(nameOf(backup)) }));
    if (isSameSite) await rules.formerKeys.learn(states);
    await letOthersRun();
    yield states.map(({ backup, now }) => {
      const own = ownOf.get(backup.id) ?? [];
      return { backup, now, own, verdict: judgeIssue(backup, now, rules, own) };
    });
  }
}
