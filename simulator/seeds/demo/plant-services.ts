import { itemAt } from '../../kernel/item-at.ts';
import { drawPng } from '../../kernel/draw-png.ts';
import type { SimObject, SimType } from '../../site/records/model.ts';
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

/** An icon that somebody brought to this schema: no listing has it. */
const OWN_ICON = { id: 'f3a1c2d4-5b6e-4f70-8a91-b2c3d4e5f607', name: 'Acme service' };

function addServiceType(site: Site, computerTypeId: number): SimType {
  const { id: iconId, name } = OWN_ICON;
  site.icons.set(iconId, { ...OWN_ICON, bytes: drawPng(`our ${name}`, 48), isUnlisted: true });
  const schema = site.addSchema('Services', 'SVC', 'What we run for others');
  const service = site.addType(schema.id, 'Service', { iconId });
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
