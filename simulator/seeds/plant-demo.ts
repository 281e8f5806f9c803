import type { Account } from '../accounts/account.ts';
import { Random } from '../kernel/random.ts';
import { drawPng } from '../kernel/draw-png.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './planting/add-people.ts';
import { plantComputers } from './demo/plant-computers.ts';
import { plantIssues } from './demo/plant-issues.ts';
import { plantLicences } from './demo/plant-licences.ts';
import { plantOffices } from './demo/plant-offices.ts';
import { plantPeople } from './demo/plant-people.ts';
import { plantSaidAndAttached } from './demo/plant-said-and-attached.ts';
import { plantServices } from './demo/plant-services.ts';
import { Planter } from './planting/planter.ts';

/** So many people have a picture of their own. */
const WITH_AVATAR = 3;

/**
 * A company as it might be: six schemas, about 2,500 objects, every attribute type, inheritance,
 * cycles, equal names, people who left, issues that name objects, comments, attachments.
 */
export function plantDemo(site: Site, _objects: number, accounts: Account[]): void {
  const planter = new Planter(site, new Random('demo'));
  const users = addPeople(site, 120);
  for (const name of ['it-admins', 'finance', 'service-desk', 'facilities'])
    site.groups.set(name, `952d12c3-${name}`);
  const offices = plantOffices(planter, users);
  const people = plantPeople(planter, users, offices);
  const computers = plantComputers(planter, { users, people, offices });
  plantServices(planter, users, computers);
  plantLicences(planter, { users, people, accounts });
  site.addSchema('Empty shelf', 'SHELF', 'Nothing in here yet');
  for (const { id } of people.slice(0, WITH_AVATAR)) {
    const person = site.objects.require(id);
    const avatar = drawPng(site.labelOf(person), 288);
    site.objects.put({ ...person, avatar }, site.now());
  }
  plantIssues(planter, { computers, offices, people });
  plantSaidAndAttached(planter, { computers, users });
}
