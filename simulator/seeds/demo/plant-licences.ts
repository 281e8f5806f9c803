import type { Account } from '../../accounts/account.ts';
import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject } from '../../site/records/model.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const PRODUCTS = [
  'Jira',
  'Confluence',
  'Figma',
  'Office',
  'IntelliJ IDEA',
  'Photoshop',
  'AutoCAD',
  'Slack',
  'Zoom',
  'Datadog',
];

export function plantLicences(
  planter: Planter,
  { users, people, accounts }: { users: string[]; people: SimObject[]; accounts: Account[] },
): void {
  const { site } = planter;
  const schema = site.addSchema('Licences', 'LIC', 'Software that we pay for', {
    visibleTo: accounts
      .filter((account) => account.email !== 'weak@example.com')
      .map((account) => account.email),
  });
  const vendor = site.addType(schema.id, 'Vendor', { iconId: '6' });
  const licence = site.addType(schema.id, 'Licence', { iconId: '6' });
  site.addAttribute(licence.id, 'Vendor', {
    type: 1,
    referenceObjectTypeId: vendor.id,
    referenceTypeId: referenceId(site, 'Reference'),
  });
  site.addAttribute(licence.id, 'Holders', {
    type: 1,
    referenceObjectTypeId: itemAt(people, 0).typeId,
    referenceTypeId: referenceId(site, 'Using'),
    maximum: -1,
  });
  site.addAttribute(licence.id, 'Ends', { defaultTypeId: 4 });
  site.addAttribute(licence.id, 'Approved by', { type: 2 });
  site.addAttribute(licence.id, 'Version', { type: 5 });
  const vendors = ['Atlassian', 'Adobe', 'JetBrains', 'Microsoft', 'Autodesk', 'Figma'].map(
    (name) => planter.add(vendor, { Name: name }),
  );
  for (let at = 0; at < 560; at += 1)
    planter.add(licence, {
      Name: `${PRODUCTS[at % PRODUCTS.length]} seat`,
      Vendor: planter.ref(vendors),
      Holders: [planter.ref(people), planter.ref(people)],
      Ends: planter.day(),
      'Approved by': { user: planter.random.pick(users) },
      Version: String(1 + (at % 4)),
    });
}
