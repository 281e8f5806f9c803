import { z } from 'zod';
import { issuesJql } from '../../../assets/issues/issues-jql.ts';
import type { IssueField } from '../../../assets/model/issue.ts';
import { walkIssues } from '../../../assets/paging/walk-issues.ts';
import type { IssuePage, IssuesReader } from '../../../assets/ports/issues/issues-reader.ts';
import { counted } from '../../../kernel/counted.ts';
import { Refused } from '../../../kernel/errors.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { issueFieldRecord, issueRecord, issueSearchRecord } from './issue-record.ts';

/** Fields that one JQL names: it must not become too long. */
const FIELDS_TO_A_SEARCH = 20;

/** Fields that are named if Jira can't search them. */
const MAX_NAMED = 3;
/** How often a search begins again because its token was refused. */
const MAX_RESTARTS = 3;

/** How far an interrupted reading had come. */
const State = z.object({
  /** The search that it was in, and the token of its next page. */
  search: z.number(),
  token: z.string().optional(),
  /** Issues of all pages; one that two searches find is counted twice. */
  found: z.number(),
  unreadable: z.number(),
  /** Whether the site ended a list before its last page. */
  isCut: z.boolean().default(false),
});
type State = z.infer<typeof State>;

/**
 * Reads the issues that name an object of the schema. What the account may do is asked first: what
 * it cannot see is not in the backup. @throws Refused `part-unavailable`
 */
export async function readIssues(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { issues } = reading.readers;
  if (!issues) throw unavailable("Issues can't be read from this kind of site.");
  try {
    return await readAll(issues, reading);
  } catch (error) {
    if (isRefusal(error)) throw unavailable(error.message);
    throw error;
  }
}

/** Whether Jira refuses it for good, however often it's asked. */
const isRefusal = (error: unknown): error is Refused =>
  error instanceof Refused && REFUSALS.has(error.code);

const REFUSALS: ReadonlySet<string> = new Set(['no-permission', 'site-refused']);

async function readAll(
  issues: IssuesReader,
  reading: BackgroundReading,
): Promise<PartOutcome | undefined> {
  const { writer, pace, meter, schemaId } = reading;
  const mayEdit = await askRights(issues, pace.signal);
  meter.set({ step: 'Reading fields for objects' });
  const { fields } = await issues.issueFields(pace.signal);
  for (const field of fields)
    await writer.put(issueFieldRecord(field, await issues.fieldContexts(field.id, pace.signal)));
  const { searched, refused } = await searchableFields(issues, fields, reading);
  const jql = searched.length > 0 ? issuesJql(searched, schemaId, issues.objectsFunction) : '';
  await writer.put(issueSearchRecord({ jql, mayEdit }));
  return outcomeOf(await findAll(issues, fields, searched, reading), refused);
}

function outcomeOf(
  { unreadable, isCut, found }: State,
  refused: SearchableFields['refused'],
): PartOutcome | undefined {
  const said = [
    ...refused
      .slice(0, MAX_NAMED)
      .map(
        ({ name, why }) =>
          `Jira can't search the field "${name}": issues that only this field links aren't in the backup. ${why}`,
      ),
    ...(unreadable > 0
      ? [
          `${counted(unreadable, 'issue')} couldn't be read because Jira's answer had an unknown format.`,
        ]
      : []),
    ...(isCut
      ? [
          `Jira ended its list of issues early, after ${counted(found, 'issue')}. Retry, or compare with the count in Jira.`,
        ]
      : []),
  ];
  return said.length === 0 ? undefined : { status: 'incomplete', message: said.join(' ') };
}

/** Whether the account may edit issues. @throws Refused `part-unavailable` where it sees none */
async function askRights(issues: IssuesReader, signal: AbortSignal): Promise<boolean> {
  const { browses, edits } = await issues.issueRights(signal);
  if (browses === false)
    throw unavailable(
      "The account can't view issues. Give it the Browse projects permission in Jira, then retry.",
    );
  return edits !== false;
}

/** Those that JQL finds issues by, and why it doesn't by the others that issues show. */
interface SearchableFields {
  searched: IssueField[];
  refused: { name: string; why: string }[];
}

/**
 * A field may be listed and have no context that is searched. @throws Refused `part-unavailable`
 * where there is none that is
 */
async function searchableFields(
  issues: IssuesReader,
  fields: readonly IssueField[],
  { schemaId, pace }: BackgroundReading,
): Promise<SearchableFields> {
  const found: SearchableFields = { searched: [], refused: [] };
  for (const field of fields.filter(({ isUsable }) => isUsable)) {
    const jql = issuesJql([field], schemaId, issues.objectsFunction);
    const why = await whyUnsearchable(issues, jql, pace.signal);
    if (why === undefined) found.searched.push(field);
    else found.refused.push({ name: field.name, why });
  }
  const [first] = found.refused;
  if (first && found.searched.length === 0) throw unavailable(first.why);
  return found;
}

/** Jira need not count what it finds: whether it finds anything decides. */
async function whyUnsearchable(
  issues: IssuesReader,
  jql: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const asking = [
    () => issues.countIssues(jql, signal),
    () => issues.findIssues({ jql, fieldIds: [] }, signal),
  ];
  let why: string | undefined;
  for (const ask of asking)
    try {
      await ask();
      return undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      why = error.message;
    }
  return why;
}

async function findAll(
  issues: IssuesReader,
  fields: readonly IssueField[],
  searched: readonly IssueField[],
  reading: BackgroundReading,
): Promise<State> {
  const { writer, pace, meter, schemaId, save } = reading;
  const state = State.catch({ search: 0, found: 0, unreadable: 0, isCut: false }).parse(
    reading.state,
  );
  const fieldIds = fields.map(({ id }) => id);
  meter.set({ step: 'Reading issues', done: state.found });
  for (; state.search * FIELDS_TO_A_SEARCH < searched.length; state.search += 1) {
    const from = state.search * FIELDS_TO_A_SEARCH;
    const some = searched.slice(from, from + FIELDS_TO_A_SEARCH);
    const jql = issuesJql(some, schemaId, issues.objectsFunction);
    const search = new RestartedSearch(issues, { jql, fieldIds });
    const ask = (token: string | undefined) => search.askPage(token, pace.signal);
    for await (const page of walkIssues(ask, state.token)) {
      for (const issue of page.issues) await writer.put(issueRecord(issue));
      state.found += page.issues.length;
      state.unreadable += page.unreadable;
      state.isCut ||= page.isCut === true;
      state.token = page.next;
      meter.set({ done: state.found });
      if (page.next !== undefined) await save(() => asJson(state));
    }
    state.token = undefined;
  }
  return state;
}

type IssueQuery = Omit<Parameters<IssuesReader['findIssues']>[0], 'token'>;

/** A search whose token is refused has expired: it begins again, and puts again what it has. */
class RestartedSearch {
  readonly #issues: IssuesReader;
  readonly #query: IssueQuery;
  #restarts = 0;

  constructor(issues: IssuesReader, query: IssueQuery) {
    this.#issues = issues;
    this.#query = query;
  }

  /** @throws Refused where tokens are refused again and again */
  async askPage(token: string | undefined, signal: AbortSignal): Promise<IssuePage> {
    try {
      return await this.#issues.findIssues({ ...this.#query, token }, signal);
    } catch (error) {
      const isOld = error instanceof Refused && error.code === 'site-refused';
      if (!isOld || token === undefined || this.#restarts === MAX_RESTARTS) throw error;
      this.#restarts += 1;
      const page = await this.#issues.findIssues(this.#query, signal);
      return { ...page, isFirstAgain: true };
    }
  }
}

const unavailable = (why: string): Refused => new Refused('part-unavailable', why);
