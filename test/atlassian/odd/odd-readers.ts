import type { z } from 'zod';
import { readRefusal } from '../../../src/atlassian/budget/read-refusal.ts';
import { assertWritten } from '../../../src/atlassian/assets/calls/assert-written.ts';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudPeople } from '../../../src/atlassian/cloud/cloud-people.ts';
import { CloudReader } from '../../../src/atlassian/cloud/cloud-reader.ts';
import { ApiJiraUser } from '../../../src/atlassian/assets/shapes/people/api-jira-user.ts';
import {
  ApiMyself,
  ApiPermissions,
  ApiWorkspaces,
} from '../../../src/atlassian/assets/shapes/people/api-myself.ts';
import { ApiPermissionCheck } from '../../../src/atlassian/assets/shapes/people/api-permission-check.ts';
import { AssetsObjectWriter } from '../../../src/atlassian/assets/writing/assets-object-writer.ts';
import { AssetsStructureWriter } from '../../../src/atlassian/assets/writing/assets-structure-writer.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { readAnswer } from '../../../src/atlassian/http/read-answer.ts';
import { errorsOf } from '../../../src/atlassian/http/site-errors.ts';
import type { AttributeInput } from '../../../src/core/assets/model/definitions/attribute-input.ts';
import type { ObjectTypeInput } from '../../../src/core/assets/model/definitions/object-type-input.ts';
import type { ReferenceTypeInput } from '../../../src/core/assets/model/definitions/reference-type-input.ts';
import type { StatusInput } from '../../../src/core/assets/model/definitions/status-input.ts';
import { WriteRefused } from '../../../src/core/assets/ports/write-refused.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';
import type { Path } from './mutate.ts';
import { RECORDINGS } from './recordings.ts';

type Making = (writer: AssetsStructureWriter) => Promise<unknown>;

/** Reads one foreign answer, given as text. */
export interface OddReader {
  name: string;
  recording: unknown;
  read(text: string): Promise<unknown>;
  /** Without these nothing can be read; `*` is any item of a list. */
  needs: Path[];
  /** Where the list is whose items are read one by one. */
  list?: Path;
}

/** Answers so once, and then that nothing more comes. */
function answering(text: string, after: string): Http {
  let answer = text;
  return async () => {
    const body = Buffer.from(answer);
    answer = after;
    return { status: 200, headers: {}, body };
  };
}
const callsTo = (text: string, after = '[]') =>
  new AssetsCalls(answering(text, after), 'http://site');
const siteOf = (text: string, after?: string) => new CloudReader(callsTo(text, after));
const END = '{"values":[],"isLast":true}';
const peopleOf = (text: string, after = END) =>
  new CloudPeople(answering(text, after), 'http://site');

const ROOT: Path = [];
const LISTED = { needs: [ROOT], list: ROOT };
const PAGED = { needs: [ROOT, ['values']], list: ['values'] };

const shaped = <S extends z.ZodType>(
  name: string,
  recording: unknown,
  shape: S,
  needs: Path[],
): OddReader => ({
  name,
  recording,
  needs: [ROOT, ...needs],
  read: async (text) =>
    readAnswer({ status: 200, headers: {}, body: Buffer.from(text) }, `GET ${name}`, shape),
});

const STRUCTURE: OddReader[] = [
  {
    name: 'schemas',
    recording: RECORDINGS.schemaList,
    ...PAGED,
    read: async (text) => (await siteOf(text, END).schemas()).schemas,
  },
  {
    name: 'schema',
    recording: RECORDINGS.schema,
    needs: [ROOT],
    read: (text) => siteOf(text).schema('35'),
  },
  {
    name: 'object types',
    recording: RECORDINGS.types,
    ...LISTED,
    read: (text) => siteOf(text).objectTypes('35'),
  },
  {
    name: 'attributes',
    recording: RECORDINGS.attributes,
    ...LISTED,
    read: (text) => siteOf(text).attributes('43'),
  },
  {
    name: 'reference types',
    recording: RECORDINGS.referenceTypes,
    ...LISTED,
    read: (text) => siteOf(text).referenceTypes('35'),
  },
  {
    name: 'statuses',
    recording: RECORDINGS.statuses,
    ...LISTED,
    read: (text) => siteOf(text).statusTypes('35'),
  },
  {
    name: 'icons',
    recording: RECORDINGS.icons,
    ...LISTED,
    read: (text) => siteOf(text).icons(undefined),
  },
  {
    name: 'usage',
    recording: RECORDINGS.usage,
    needs: [ROOT, ['totalObjectsCount']],
    read: (text) => siteOf(text).objectTotal(),
  },
  {
    name: 'count of objects',
    recording: { totalCount: 4 },
    needs: [ROOT, ['totalCount']],
    read: (text) => siteOf(text).countObjects('43'),
  },
  {
    name: 'census',
    recording: RECORDINGS.censusPage,
    ...PAGED,
    read: async (text) => (await siteOf(text).census('43', { offset: 0 }, 50)).entries,
  },
  {
    name: 'object',
    recording: RECORDINGS.object,
    needs: [ROOT, ['objectType'], ['objectType', 'id']],
    read: (text) => siteOf(text).object('411'),
  },
];

const WRITTEN: OddReader[] = [
  {
    name: 'created object',
    recording: RECORDINGS.written,
    needs: [ROOT],
    read: (text) =>
      new AssetsObjectWriter(callsTo(text)).createObject({ typeId: '43', values: {} }),
  },
  {
    name: 'created schema',
    recording: RECORDINGS.schema,
    needs: [ROOT],
    read: (text) =>
      new AssetsStructureWriter(callsTo(text)).createSchema({
        name: 'Machines',
        key: 'MAC',
        description: '',
      }),
  },
];

const made = (name: string, recording: unknown, make: Making): OddReader => ({
  name: `created ${name}`,
  recording,
  needs: [ROOT],
  read: (text) => make(new AssetsStructureWriter(callsTo(text))),
});

const MADE: OddReader[] = [
  made('object type', RECORDINGS.types[0], (writer) =>
    writer.createObjectType({ schemaId: '35', name: 'Press' } as ObjectTypeInput),
  ),
  made('attribute', RECORDINGS.attributes[0], (writer) =>
    writer.createAttribute('43', { name: 'Note', kind: 'text' } as AttributeInput),
  ),
  made('status', RECORDINGS.statuses[0], (writer) =>
    writer.createStatus({ name: 'Running', category: 1 } as StatusInput),
  ),
  made('reference type', RECORDINGS.referenceTypes[0], (writer) =>
    writer.createReferenceType({ name: 'Part of' } as ReferenceTypeInput),
  ),
  {
    name: 'changed object',
    recording: RECORDINGS.written,
    needs: [ROOT],
    read: (text) =>
      new AssetsObjectWriter(callsTo(text)).updateObject('411', { typeId: '43', values: {} }),
  },
];

const answerOf = (text: string) => ({ status: 400, headers: {}, body: Buffer.from(text) });
const ERRORS = {
  errorMessages: ['rlabs-insight-attribute-153: no.'],
  errors: { name: 'Taken.', 'rlabs-insight-attribute-154': ['A', 'B'] },
  message: 'No.',
};

/** What a site says of a refusal: it can always be read. */
const REFUSALS: OddReader[] = [
  {
    name: 'errors',
    recording: ERRORS,
    needs: [],
    read: async (text) => errorsOf(answerOf(text)),
  },
  {
    name: 'limit',
    recording: { message: 'Every API key is allowed to perform 1000 requests per minute.' },
    needs: [],
    read: async (text) => readRefusal(answerOf(text), 0),
  },
  {
    name: 'refused value',
    recording: ERRORS,
    needs: [],
    read: async (text) => {
      const refusal = await assertWrittenOf(text);
      return [refusal.code, refusal.message, refusal.fields];
    },
  },
];

async function assertWrittenOf(text: string): Promise<WriteRefused> {
  try {
    assertWritten(answerOf(text), 'POST x', () => new Refused('schema-gone', 'gone'));
  } catch (error) {
    if (error instanceof WriteRefused) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

const AROUND: OddReader[] = [
  {
    name: 'people by id',
    recording: RECORDINGS.people,
    ...PAGED,
    read: (text) => peopleOf(text).byId(['p1', 'p2']),
  },
  {
    name: 'people by email',
    recording: RECORDINGS.foundPeople,
    needs: [ROOT],
    read: (text) => peopleOf(text, '[]').byEmail('ann@x.org'),
  },
  {
    name: 'groups',
    recording: RECORDINGS.groups,
    ...PAGED,
    read: async (text) => (await peopleOf(text).groups()).names,
  },
  {
    name: 'projects',
    recording: RECORDINGS.projects,
    ...PAGED,
    read: async (text) => (await peopleOf(text).projects()).names,
  },
  shaped('myself', RECORDINGS.myself, ApiMyself, [['accountId']]),
  shaped('permissions', RECORDINGS.permissions, ApiPermissions, []),
  shaped('permission check', RECORDINGS.permissionCheck, ApiPermissionCheck, []),
  shaped('person', RECORDINGS.jiraUser, ApiJiraUser, []),
  shaped('workspaces', RECORDINGS.workspaces, ApiWorkspaces, [['values']]),
];

/** Every reader of foreign answers but that of pages of objects. */
export const ODD_READERS: readonly OddReader[] = [
  ...STRUCTURE,
  ...WRITTEN,
  ...MADE,
  ...REFUSALS,
  ...AROUND,
];
