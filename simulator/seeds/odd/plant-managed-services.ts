import { itemAt } from '../../kernel/item-at.ts';
import type { SimType } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { attributeId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const SERVICES = 9;

/**
 * The schema that Jira Service Management makes and keeps (assets-api: G, capture 5): nobody
 * manages it, its system attributes are said to be removable, and its services name each other by
 * a reference type of its own.
 */
export function plantManagedServices(planter: Planter): void {
  const { site } = planter;
  const schema = site.addSchema('Services', 'SVC', '', { managed: true });
  const service = site.addType(schema.id, 'Service', {
    description: 'This object type contains the services your site uses across projects.',
  });
  addAttributes(site, service, addDependsOn(site, schema.id));
  const services = Array.from({ length: SERVICES }, (_none, at) =>
    planter.add(service, {
      Name: `Service ${at + 1}`,
      Description: at % 2 ? `What service ${at + 1} is for` : undefined,
      Tier: `Tier ${(at % 4) + 1}`,
      'Service ID': `b:YXJp/svc-${at + 1}`,
      Revision: `${at + 3}`,
    }),
  );
  services.forEach((each, at) => {
    each.values[attributeId(site, service.id, 'Service relationships')] = [
      { ref: itemAt(services, (at + 1) % SERVICES).id },
    ];
  });
}

/** Returns its id. */
function addDependsOn(site: Site, schemaId: number): number {
  const id = site.nextId();
  site.referenceTypes.set(id, {
    id,
    name: 'Depends on',
    description: '',
    color: '42526E',
    removable: false,
    schemaId,
  });
  return id;
}

function addAttributes(site: Site, service: SimType, dependsOn: number): void {
  for (const attribute of site.ownAttributes(service.id))
    if (attribute.system) site.changeAttribute(attribute, { removable: true });
  site.addAttribute(service.id, 'Description');
  site.addAttribute(service.id, 'Tier', {
    defaultTypeId: 10,
    options: 'Tier 1,Tier 2,Tier 3,Tier 4',
    minimum: 1,
  });
  site.addAttribute(service.id, 'Service relationships', {
    type: 1,
    referenceObjectTypeId: service.id,
    referenceTypeId: dependsOn,
    maximum: -1,
  });
  site.addAttribute(service.id, 'Service ID', { unique: true, minimum: 1 });
  site.addAttribute(service.id, 'Revision', { hidden: true, minimum: 1 });
}
