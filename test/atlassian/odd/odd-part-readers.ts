import { AssetsAccess } from '../../../src/atlassian/assets/assets-access.ts';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { AssetsComments } from '../../../src/atlassian/assets/parts/assets-comments.ts';
import { AssetsConnectedIssues } from '../../../src/atlassian/assets/parts/assets-connected-issues.ts';
import { AssetsHistoryReader } from '../../../src/atlassian/assets/parts/assets-history-reader.ts';
import { readAttachmentList } from '../../../src/atlassian/assets/parts/read-attachment-list.ts';
import { CloudFieldContexts } from '../../../src/atlassian/cloud/issues/cloud-field-contexts.ts';
import { CloudIssues } from '../../../src/atlassian/cloud/issues/cloud-issues.ts';
import { JiraCalls } from '../../../src/atlassian/assets/issues/jira-calls.ts';
import { DataCenterPeople } from '../../../src/atlassian/data-center/data-center-people.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import type { Available } from '../../../src/core/assets/ports/site/available.ts';
import type { OddReader } from './odd-readers.ts';
import type { Path } from './mutate.ts';

/** Answers the first call so, and every further one with `after`. */
function answering(text: string, after = '[]'): Http {
  let answer = text;
  return async () => {
    const body = Buffer.from(answer);
    answer = after;
    return { status: 200, headers: {}, body };
  };
}

const optionalTo = (text: string, after?: string) =>
  new OptionalCalls({ http: answering(text, after), root: 'http://site', off: new Set() });

/** What a part is not read without is what it says is unavailable. */
const valueOf = <T>(given: Available<T>): T | undefined =>
  'value' in given ? given.value : undefined;

function issuesOf(text: string, after?: string): CloudIssues {
  const http = answering(text, after);
  const calls = new JiraCalls(http, 'http://site');
  const contexts = new CloudFieldContexts(calls, optionalTo('{}'));
  return new CloudIssues({ calls, contexts, workspaceId: 'ws' });
}

const peopleOf = (text: string, after?: string) =>
  new DataCenterPeople(answering(text, after), 'http://site');

const ROOT: Path = [];
const LISTED = { needs: [ROOT], list: ROOT };
const dated = { created: '2026-03-01T10:00:00.000Z' };
const ANN = { key: 'ann', name: 'ann', displayName: 'Ann', emailAddress: 'ann@x.org' };

const OF_OBJECTS: OddReader[] = [
  {
    name: 'comments',
    recording: [
      { id: 1, comment: 'One', role: 0, actor: ANN, objectId: 411, ...dated },
      { id: 2, comment: 'Two', role: 0, author: 'ben', objectId: 411, ...dated },
      { id: 3, comment: 'Three', role: 1, actor: ANN, objectId: 411, ...dated },
    ],
    ...LISTED,
    read: async (text) => valueOf(await new AssetsComments(optionalTo(text)).comments('411')),
  },
  {
    name: 'attachments',
    recording: [
      { id: 1, filename: 'a.png', mimeType: 'image/png', author: 'ann', url: 'x/1', ...dated },
      { id: 2, filename: 'b.txt', filesize: '490 B', author: ANN, url: 'x/2', ...dated },
      { id: 3, mediaId: 'm3', filename: 'c', size: 7, comment: 'third', ...dated },
    ],
    ...LISTED,
    read: async (text) =>
      readAttachmentList({ status: 200, headers: {}, body: Buffer.from(text) }, 'GET attachments'),
  },
  {
    name: 'history',
    recording: [
      { id: 1, type: 'OBJECT_CREATED', actor: ANN, objectId: 411, ...dated },
      { id: 2, type: 1, affectedAttribute: 'Name', oldValue: 'A', newValue: 'B', ...dated },
      { id: 3, type: 1, affectedAttribute: 'Note', newValue: '7', ...dated },
    ],
    ...LISTED,
    read: (text) =>
      new AssetsHistoryReader(new AssetsCalls(answering(text), 'http://site')).history('411'),
  },
  {
    name: 'connected issues',
    recording: { tickets: [{ id: 1, key: 'OPS-1' }], allTicketsQuery: 'key = OPS-1' },
    needs: [ROOT, ['tickets']],
    read: async (text) =>
      valueOf(await new AssetsConnectedIssues(optionalTo(text)).connectedIssues('411')),
  },
];

const role = (name: string) => `http://site/config/role/${name}`;
const accessTo = (text: string, after: string) => {
  const assets = optionalTo(text, after);
  return new AssetsAccess({ assets, gateway: assets });
};

const ACCESS: OddReader[] = [
  {
    name: 'addresses of roles',
    recording: { 'Object Schema Managers': role('1'), 'Object Schema Users': role('2') },
    needs: [ROOT],
    read: async (text) => valueOf(await accessTo(text, '{"actors":[]}').schemaRoles('35')),
  },
];

const ISSUES: OddReader[] = [
  {
    name: 'issues',
    recording: {
      issues: [
        { id: '1', key: 'OPS-1', fields: { summary: 'One', customfield_1: [{ objectId: '4' }] } },
        { id: '2', key: 'OPS-2', fields: { summary: 'Two', customfield_1: null } },
      ],
      isLast: true,
    },
    needs: [ROOT, ['issues']],
    read: (text) => issuesOf(text).findIssues({ jql: 'x', fieldIds: ['customfield_1'] }),
  },
  {
    name: 'fields',
    recording: [
      { id: 'customfield_1', name: 'Affected', schema: { custom: 'x' } },
      { id: 'summary', name: 'Summary' },
    ],
    needs: [ROOT],
    read: (text) => issuesOf(text, '{"values":[],"isLast":true}').issueFields(),
  },
  {
    name: 'count of issues',
    recording: { count: 7 },
    needs: [ROOT],
    read: async (text) => (await issuesOf(text).countIssues('x')) ?? null,
  },
];

const SERVER_PEOPLE: OddReader[] = [
  {
    name: 'person of a server',
    recording: { ...ANN, active: true },
    needs: [ROOT],
    read: (text) => peopleOf(text).byId(['ann']),
  },
  {
    name: 'people of a server by email',
    recording: [{ ...ANN, active: true }],
    needs: [ROOT],
    read: (text) => peopleOf(text).byEmail('ann@x.org'),
  },
  {
    name: 'groups of a server',
    recording: { total: 2, groups: [{ name: 'staff' }, { name: 'leads' }] },
    needs: [ROOT, ['groups']],
    read: async (text) => (await peopleOf(text).groups()).names,
  },
  {
    name: 'projects of a server',
    recording: [{ id: 1, key: 'OPS' }, { key: 'HR' }],
    needs: [ROOT],
    read: async (text) => (await peopleOf(text).projects()).names,
  },
];

/** Readers of what stands around objects: comments, files, history, roles, issues, people. */
export const ODD_PART_READERS: readonly OddReader[] = [
  ...OF_OBJECTS,
  ...ACCESS,
  ...ISSUES,
  ...SERVER_PEOPLE,
];
