import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject, SimType, Value } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const MODELS = [
  'ThinkPad T14',
  'MacBook Pro 14',
  'Latitude 7440',
  'EliteBook 845',
  'XPS 13',
  'Surface Laptop 6',
];

interface ComputerTypes {
  laptop: SimType;
  server: SimType;
  virtual: SimType;
  /** A status of the schema. */
  inRepair: number;
}

function addTypes(site: Site, personTypeId: number, officeTypeId: number): ComputerTypes {
  const schema = site.addSchema('Computers', 'COMP', 'Laptops, servers and what hangs on them');
  const inRepair = site.nextId();
  site.statuses.set(inRepair, {
    id: inRepair,
    name: 'In repair',
    category: 2,
    description: 'Away',
    schemaId: schema.id,
  });
  const computer = addComputerType(site, schema.id);
  const laptop = addLaptopType(site, computer, personTypeId);
  const server = addServerType(site, computer, officeTypeId);
  const virtual = addVirtualType(site, server);
  return { laptop, server, virtual, inRepair };
}

function addComputerType(site: Site, schemaId: number): SimType {
  const computer = site.addType(schemaId, 'Computer', {
    iconId: '2',
    inherited: true,
    abstract: true,
  });
  site.addAttribute(computer.id, 'Serial', { unique: true, minimum: 1 });
  site.addAttribute(computer.id, 'Status', { type: 7 });
  site.addAttribute(computer.id, 'Bought', { defaultTypeId: 6 });
  site.addAttribute(computer.id, 'Price', { defaultTypeId: 3, suffix: 'EUR', summable: true });
  site.addAttribute(computer.id, 'Address', { defaultTypeId: 11, maximum: -1 });
  return computer;
}

function addLaptopType(site: Site, computer: SimType, personTypeId: number): SimType {
  const laptop = site.addType(computer.schemaId, 'Laptop', { iconId: '2', parentId: computer.id });
  site.addAttribute(laptop.id, 'Model', {
    defaultTypeId: 10,
    options: MODELS.join(','),
    maximum: 1,
  });
  site.addAttribute(laptop.id, 'Used by', {
    type: 1,
    referenceObjectTypeId: personTypeId,
    referenceTypeId: referenceId(site, 'Using'),
  });
  site.addAttribute(laptop.id, 'Admin', { type: 2, maximum: -1 });
  return laptop;
}

function addServerType(site: Site, computer: SimType, officeTypeId: number): SimType {
  const server = site.addType(computer.schemaId, 'Server', {
    iconId: '5',
    parentId: computer.id,
    inherited: true,
  });
  site.addAttribute(server.id, 'Stands in', {
    type: 1,
    referenceObjectTypeId: officeTypeId,
    referenceTypeId: referenceId(site, 'Installed'),
  });
  return server;
}

function addVirtualType(site: Site, server: SimType): SimType {
  const virtual = site.addType(server.schemaId, 'Virtual server', {
    iconId: '5',
    parentId: server.id,
  });
  site.addAttribute(virtual.id, 'Host', {
    type: 1,
    referenceObjectTypeId: server.id,
    referenceTypeId: referenceId(site, 'Installed'),
    includeChildren: true,
  });
  site.addAttribute(virtual.id, 'Project', { type: 6 });
  return virtual;
}

interface Owners {
  users: string[];
  people: SimObject[];
  offices: SimObject[];
}

/** What every computer has; `status` stands instead of one by chance. */
function commonValues(
  planter: Planter,
  serial: string,
  status?: Value,
): Record<string, Value | Value[]> {
  const { random } = planter;
  const usual = planter.status(random.pick(['Active', 'In Service', 'Stopped']));
  return {
    Serial: serial,
    Status: status ?? usual,
    Bought: `${planter.day()}T09:15:00.000Z`,
    Price: String(600 + random.below(2000)),
    Address: [`10.0.${random.below(255)}.${random.below(255)}`],
  };
}

/** Returns the laptops. */
export function plantComputers(planter: Planter, owners: Owners): SimObject[] {
  const { users, people, offices } = owners;
  const types = addTypes(planter.site, itemAt(people, 0).typeId, itemAt(offices, 0).typeId);
  const { laptop, server, virtual, inRepair } = types;
  const laptops = Array.from({ length: 900 }, (_none, at) =>
    planter.add(laptop, {
      Name: `Laptop ${at % 850}`,
      ...commonValues(planter, `L${at}`, at % 40 === 0 ? { status: inRepair } : undefined),
      Model: planter.random.pick(MODELS),
      'Used by': at % 7 === 0 ? undefined : planter.ref(people),
      Admin: [{ user: planter.random.pick(users) }],
    }),
  );
  const servers = Array.from({ length: 120 }, (_none, at) =>
    planter.add(server, {
      Name: `srv-${String(at).padStart(3, '0')}`,
      ...commonValues(planter, `S${at}`),
      'Stands in': planter.ref(offices),
    }),
  );
  Array.from({ length: 200 }, (_none, at) =>
    planter.add(virtual, {
      Name: `vm-${String(at).padStart(3, '0')}`,
      ...commonValues(planter, `V${at}`),
      Host: planter.ref(servers),
      Project: { project: at % 2 ? 'OPS' : 'HELP' },
    }),
  );
  return laptops;
}
