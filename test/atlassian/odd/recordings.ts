/**
 * Small answers of every form that sites give, made by hand after the documented ones. One schema
 * with two object types, whose objects hold a value of each kind.
 */
const WORKSPACE = 'b0e2';
const thing = (id: number) => ({
  workspaceId: WORKSPACE,
  globalId: `${WORKSPACE}:${id}`,
  id: String(id),
});
const DAY = '2026-09-05T20:47:08.113Z';
const dated = { created: DAY, updated: DAY };

const schema = {
  ...thing(35),
  name: 'Machines',
  objectSchemaKey: 'MAC',
  status: 'Ok',
  description: 'What stands in the hall',
  ...dated,
  objectCount: 4,
  objectTypeCount: 2,
  idAsInt: 35,
  canManage: true,
};

const icon = (id: number, name: string) => ({ id: String(id), name, url16: 'https://x/16' });

const types = [
  {
    ...thing(43),
    name: 'Press',
    description: 'Hydraulic',
    icon: icon(13, 'Gear'),
    position: 0,
    ...dated,
    objectCount: 3,
    objectSchemaId: '35',
    inherited: true,
    abstractObjectType: false,
    parentObjectTypeInherited: false,
  },
  {
    ...thing(44),
    name: 'Old press',
    icon: icon(14, 'Box'),
    position: 1,
    ...dated,
    objectCount: 1,
    parentObjectTypeId: '43',
    objectSchemaId: '35',
    inherited: false,
    abstractObjectType: false,
    parentObjectTypeInherited: true,
  },
];

const attribute = (id: number, name: string, more: object) => ({
  ...thing(id),
  name,
  label: false,
  editable: true,
  system: false,
  sortable: true,
  summable: false,
  indexed: true,
  minimumCardinality: 0,
  maximumCardinality: 1,
  removable: true,
  hidden: false,
  includeChildObjectTypes: false,
  uniqueAttribute: false,
  options: '',
  position: id - 150,
  ...more,
});
const text = { type: 0, defaultType: { id: 0, name: 'Text' } };
const date = { type: 0, defaultType: { id: 6, name: 'DateTime' } };
const own = { system: true, editable: false, removable: false };

const attributes = [
  attribute(153, 'Key', { ...text, ...own, objectType: types[0] }),
  attribute(154, 'Created', { ...date, ...own }),
  attribute(155, 'Updated', { ...date, ...own }),
  attribute(156, 'Name', { ...text, label: true, uniqueAttribute: true, qlQuery: '', iql: '' }),
  attribute(157, 'Owner', { type: 2, typeValueMulti: ['staff'], maximumCardinality: -1 }),
  attribute(158, 'Team', { type: 4 }),
  attribute(159, 'State', { type: 7, typeValueMulti: ['58'] }),
  attribute(160, 'Stands beside', {
    type: 1,
    referenceType: { ...thing(36), name: 'Depends on', color: '42526E', removable: true },
    referenceObjectTypeId: '43',
    referenceObjectType: types[0],
    qlQuery: 'Name is not empty',
    iql: 'Name is not empty',
  }),
  attribute(161, 'Tier', {
    type: 0,
    defaultType: { id: 10, name: 'Select' },
    options: 'One,Two',
    maximumCardinality: -1,
  }),
  attribute(162, 'Manual', { type: 3, additionalValue: '65601' }),
  attribute(163, 'Weight', { type: 0, defaultType: { id: 1, name: 'Integer' }, suffix: 'kg' }),
  attribute(164, 'Project', { type: 6 }),
  attribute(165, 'Site', { ...text, regexValidation: '[A-Z]+' }),
];

const plain = (value: string) => ({
  value,
  displayValue: value,
  searchValue: value,
  referencedType: false,
});
const values = (id: number, ...given: object[]) => ({
  ...thing(id + 500),
  objectTypeAttributeId: String(id),
  objectAttributeValues: given,
});
const person = (key: string) => ({
  user: {
    avatarUrl: 'https://x/avatar',
    displayName: `Person ${key}`,
    name: `${key}@example.com`,
    key,
    emailAddress: `${key}@example.com`,
    isDeleted: false,
  },
  value: key,
  displayValue: `Person ${key}`,
  searchValue: key,
});

const object = (id: number, type: object, more: object[]) => ({
  ...thing(id),
  label: `Press ${id}`,
  objectKey: `MAC-${id}`,
  avatar: { objectId: String(id), mediaClientConfig: { mediaJwtToken: 'REPLACED' } },
  objectType: type,
  ...dated,
  hasAvatar: false,
  timestamp: Date.parse(DAY),
  attributes: [
    values(153, plain(`MAC-${id}`)),
    values(154, plain(DAY)),
    values(155, plain(DAY)),
    values(156, plain(`Press ${id}`)),
    ...more,
  ],
  _links: { self: 'https://x' },
  name: `Press ${id}`,
});
const referenceTo = (id: number) => ({
  referencedObject: { ...thing(id), label: `Press ${id}`, objectKey: `MAC-${id}` },
  displayValue: `Press ${id}`,
  searchValue: `MAC-${id}`,
  referencedType: true,
});

const objects = [
  object(411, types[0]!, [
    values(157, person('p1'), person('p2')),
    values(158, {
      group: { avatarUrl: 'https://x/group', name: 'staff' },
      displayValue: 'staff',
      searchValue: 'staff',
    }),
    values(163, plain('12000')),
  ]),
  object(412, types[0]!, [
    values(159, {
      status: { id: '58', name: 'In use', category: 1 },
      displayValue: 'In use',
      searchValue: '58',
    }),
    values(160, referenceTo(411)),
    values(161, plain('One'), plain('Two')),
  ]),
  object(413, types[0]!, [
    values(162, {
      confluencePage: { id: '7', title: 'How to press', url: 'https://wiki/7' },
      displayValue: 'How to press',
      searchValue: '7',
      referencedType: false,
    }),
    values(164, { project: { id: 10000, key: 'OPS', name: 'Operations' }, searchValue: '10000' }),
    values(165, { ...plain('HALL'), additionalValue: 'second floor' }),
  ]),
  object(414, types[1]!, [
    values(160, { displayValue: '', searchValue: '', referencedType: true }),
  ]),
];

export const RECORDINGS = {
  schemaList: {
    startAt: 0,
    maxResults: 50,
    total: 2,
    values: [schema, { ...schema, ...thing(36), name: 'Tools', objectSchemaKey: 'TOO' }],
    isLast: true,
    last: true,
  },
  schema,
  types,
  attributes,
  referenceTypes: [
    {
      ...thing(36),
      name: 'Depends on',
      description: '',
      color: '42526E',
      url16: 'https://x',
      removable: true,
      objectSchemaId: '35',
    },
    { ...thing(37), name: 'Feeds', description: 'With parts', color: '000000', removable: false },
  ],
  statuses: [
    { ...thing(58), name: 'In use', description: '', category: 1, objectSchemaId: '35' },
    { ...thing(59), name: 'Scrapped', category: 0 },
  ],
  icons: [icon(13, 'Gear'), icon(14, 'Box')],
  usage: { totalObjectsCount: 1234, perSchemaUsageInfo: [{ schemaId: 35, objectCount: 4 }] },
  objectPage: {
    startAt: 0,
    maxResults: 50,
    total: 4,
    values: objects,
    objectTypeAttributes: attributes,
    isLast: true,
    last: true,
  },
  censusPage: {
    startAt: 0,
    maxResults: 50,
    total: 4,
    values: objects.map(({ attributes: _values, ...rest }) => rest),
    isLast: 'true',
  },
  object: objects[0]!,
  written: { ...thing(5186), label: 'Press', objectKey: 'MAC-5186', ...dated },
  people: {
    maxResults: 50,
    startAt: 0,
    total: 2,
    isLast: true,
    values: [
      { accountId: 'p1', displayName: 'Ann', emailAddress: 'ann@x.org', active: true },
      { accountId: 'p2', displayName: 'Ben', emailAddress: '', active: false, timeZone: 'UTC' },
    ],
  },
  foundPeople: [
    { accountId: 'p1', displayName: 'Ann', emailAddress: 'ann@x.org', active: true },
    { accountId: 'p3', displayName: 'Anna', emailAddress: 'anna@x.org', active: true },
  ],
  groups: { total: 2, isLast: true, values: [{ name: 'staff', groupId: 'g1' }, { name: 'leads' }] },
  projects: { total: 1, isLast: true, values: [{ id: '10000', key: 'OPS', name: 'Operations' }] },
  myself: {
    accountId: 'p1',
    displayName: 'Ann',
    timeZone: 'Europe/Berlin',
    emailAddress: 'ann@x.org',
    applicationRoles: { size: 1, items: [{ key: 'jira-servicedesk', name: 'JSM' }] },
  },
  permissions: {
    permissions: {
      ADMINISTER: { id: '0', key: 'ADMINISTER', havePermission: true },
      BROWSE_PROJECTS: { id: '10', key: 'BROWSE_PROJECTS', havePermission: false },
    },
  },
  permissionCheck: { globalPermissions: ['ADMINISTER'], projectPermissions: [] },
  jiraUser: { accountId: 'p1', displayName: 'Ann', timeZone: 'Europe/Berlin', locale: 'en_US' },
  workspaces: {
    size: 1,
    start: 0,
    limit: 50,
    isLastPage: true,
    values: [{ workspaceId: WORKSPACE }],
  },
};
