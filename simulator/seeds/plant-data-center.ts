/**
 * A company's Data Center before its way to the Cloud: people of the demo by the same emails under
 * keys of this server, kinds of attributes that Cloud lacks, archived objects, attachments,
 * comments.
 */
import type { Account } from '../accounts/account.ts';
import { itemAt } from '../kernel/item-at.ts';
import { contentOf } from '../media/media-content.ts';
import { Random } from '../kernel/random.ts';
import type { SimObject, Value } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import { personName } from './planting/add-people.ts';
import { referenceId } from './planting/attribute-id.ts';
import { Planter } from './planting/planter.ts';

const PEOPLE = 60;
const SERVERS = 140;
/** The last ones of the servers were archived. */
const ARCHIVED = 5;
const RACKS = 12;

export function plantDataCenter(site: Site, _objects: number, accounts: Account[]): void {
  site.reserveIds(10_000);
  const users = addServerPeople(site);
  for (const name of ['it-admins', 'facilities', 'jira-administrators'])
    site.groups.set(name, `dc-${name}`);
  site.versions.set('10010', RELEASE);
  site.dataCenter.versions.set('10010', { name: '1.2', projectKey: 'OPS' });
  site.pages.set('65601', RUNBOOK);
  const planter = new Planter(site, new Random('dc'));
  const servers = plantHardware(planter, users);
  plantContracts(planter, users);
  addRecords(site, servers, itemAt(accounts, 0).accountId);
}

function addServerPeople(site: Site): string[] {
  return Array.from({ length: PEOPLE }, (_none, at) => {
    const accountId = `JIRAUSER${10_100 + at}`;
    site.users.set(accountId, {
      accountId,
      displayName: personName(at),
      email: `person${at + 1}@example.com`,
      emailVisible: true,
      active: at % 19 !== 18,
      deleted: false,
      timeZone: 'Europe/Berlin',
      locale: 'en_US',
      groups: at % 2 === 0 ? ['facilities', 'it-admins'] : ['it-admins'],
    });
    return accountId;
  });
}

/** Two types that refer to each other's objects, one of them below another. */
function plantHardware(planter: Planter, users: string[]): SimObject[] {
  const { site } = planter;
  const schema = site.addSchema('Hardware', 'HW', 'What stands in our own rooms');
  const rack = site.addType(schema.id, 'Rack', { iconId: '4' });
  const machine = site.addType(schema.id, 'Machine', {
    iconId: '5',
    inherited: true,
    abstract: true,
  });
  const referenceTypeId = referenceId(site, 'Installed');
  site.addAttribute(machine.id, 'Rack', {
    type: 1,
    referenceObjectTypeId: rack.id,
    referenceTypeId,
    qlQuery: `objectTypeId = ${rack.id}`,
  });
  site.addAttribute(machine.id, 'Owner', { type: 2, maximum: -1 });
  const server = site.addType(schema.id, 'Server', { iconId: '5', parentId: machine.id });
  site.addAttribute(server.id, 'Status', { type: 7 });
  site.addAttribute(server.id, 'Team', { type: 4 });
  site.addAttribute(server.id, 'Project', { type: 6 });
  site.addAttribute(server.id, 'Release', { type: 5 });
  site.addAttribute(server.id, 'Runbook', { type: 3 });
  site.addAttribute(server.id, 'Installed on', { defaultTypeId: 4 });
  site.addAttribute(server.id, 'Cores', { defaultTypeId: 1 });
  const racks = Array.from({ length: RACKS }, (_none, at) =>
    planter.add(rack, { Name: `Rack ${at + 1}` }),
  );
  return Array.from({ length: SERVERS }, (_none, at) =>
    planter.add(server, {
      Name: `srv-${String(at + 1).padStart(3, '0')}`,
      Rack: planter.ref(racks),
      Owner: [{ user: itemAt(users, at % users.length) }],
      Status: planter.status(at % 4 === 0 ? 'Stopped' : 'Running'),
      Team: { group: 'it-admins' },
      Project: at % 3 === 0 ? project('OPS') : undefined,
      Release: at % 5 === 0 ? RELEASE : undefined,
      Runbook: at % 7 === 0 ? RUNBOOK : undefined,
      'Installed on': planter.day(),
      Cores: String(2 ** (1 + (at % 5))),
    }),
  );
}

/** In the form that only Data Center gives them (assets-api: D.2). */
const project = (key: string): Value =>
  odd({ project: { id: 10_000, key, name: key, url: `/browse/${key}` } }, key, '10000');
const RELEASE = odd(
  {
    version: {
      avatarUrl: '/secure/projectavatar?pid=10001',
      name: '1.2',
      id: 10_010,
      url: '/browse/OPS/fixforversion/10010',
    },
  },
  '1.2',
  '10010',
);
const RUNBOOK = odd(
  { confluencePage: { id: '65601', title: 'Runbook', url: 'https://wiki.example.com/x/65601' } },
  'Runbook',
  '65601',
);

function odd(named: object, displayValue: string, searchValue: string): Value {
  return { odd: { ...named, displayValue, searchValue, referencedType: false } };
}

function plantContracts(planter: Planter, users: string[]): void {
  const { site } = planter;
  const schema = site.addSchema('Maintenance', 'MAINT', 'Contracts of our own rooms');
  const contract = site.addType(schema.id, 'Maintenance contract');
  site.addAttribute(contract.id, 'Signed', { defaultTypeId: 4 });
  site.addAttribute(contract.id, 'Signed by', { type: 2 });
  for (let at = 0; at < 18; at += 1)
    planter.add(contract, {
      Name: `Contract ${at + 1}`,
      Signed: planter.day(),
      'Signed by': { user: itemAt(users, (at * 3) % users.length) },
    });
}

function addRecords(site: Site, servers: SimObject[], author: string): void {
  const { archived } = site.dataCenter;
  for (const object of servers.slice(-ARCHIVED)) {
    archived.set(object.id, { object, archivedAt: object.created, archivedBy: author });
    site.objects.remove(object.id, object.created);
  }
  for (const { id: objectId, created: at } of servers.slice(0, 3)) {
    site.attachments.add({
      objectId,
      author,
      at,
      mimeType: 'text/plain',
      filename: `notes-${objectId}.txt`,
      comment: '',
      content: contentOf(Buffer.from(`Notes on object ${objectId}\n`)),
    });
    site.comments.add(objectId, { author, at, text: `Checked object ${objectId}`, role: 0 });
  }
}
