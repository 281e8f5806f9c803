import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject, SimType } from '../../site/model.ts';
import type { Site } from '../../site/site.ts';
import { attributeId, referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const SERVICES = [
  'Checkout',
  'Search',
  'Payments',
  'Login',
  'Catalogue',
  'Mail',
  'Reporting',
  'Data lake',
  'Monitoring',
  'VPN',
  'Wiki',
  'Payroll',
];

const VARIANTS = ['staging', 'test', 'EU', 'US', 'APAC', 'batch', 'cache'];

function addServiceType(site: Site, computerTypeId: number): SimType {
  const schema = site.addSchema('Services', 'SVC', 'What we run for others');
  const service = site.addType(schema.id, 'Service', { iconId: '8' });
  site.addAttribute(service.id, 'Depends on', {
    type: 1,
    referenceObjectTypeId: service.id,
    referenceTypeId: referenceId(site, 'Depends'),
    maximum: -1,
  });
  site.addAttribute(service.id, 'Owner', { type: 2 });
  site.addAttribute(service.id, 'State', { type: 7 });
  site.addAttribute(service.id, 'Runbook', { type: 3 });
  site.addAttribute(service.id, 'Spare computer', {
    type: 1,
    referenceObjectTypeId: computerTypeId,
    referenceTypeId: referenceId(site, 'Using'),
    qlQuery: 'Status = "Active"',
  });
  return service;
}

function nameOf(at: number): string {
  const name = itemAt(SERVICES, at % SERVICES.length);
  return at < SERVICES.length ? name : `${name} ${VARIANTS[Math.floor(at / SERVICES.length) - 1]}`;
}

export function plantServices(planter: Planter, users: string[], computers: SimObject[]): void {
  const { site } = planter;
  const service = addServiceType(site, itemAt(computers, 0).typeId);
  const all = Array.from({ length: 96 }, (_none, at) =>
    planter.add(service, {
      Name: nameOf(at),
      Owner: { user: planter.random.pick(users) },
      State: planter.status('Running'),
      Runbook: `https://wiki.example.com/pages/${1000 + at}`,
      'Spare computer': planter.ref(computers),
    }),
  );
  const depends = attributeId(site, service.id, 'Depends on');
  all.forEach((each, at) => {
    each.values[depends] = [
      { ref: itemAt(all, (at + 1) % all.length).id },
      { ref: itemAt(all, (at * 5 + 3) % all.length).id },
    ];
  });
}
