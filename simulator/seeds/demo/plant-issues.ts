import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject } from '../../site/records/model.ts';
import { addField, addIssue } from '../planting/add-field.ts';
import type { Planter } from '../planting/planter.ts';

interface Named {
  computers: SimObject[];
  offices: SimObject[];
  people: SimObject[];
}

/**
 * Sixty issues that name computers; every fifth one names objects of several schemas in one field.
 */
export function plantIssues(planter: Planter, { computers, offices, people }: Named): void {
  const { site, random } = planter;
  addFields(planter, offices);
  for (let at = 0; at < 60; at += 1) {
    const project = at % 3 === 0 ? 'OPS' : 'HELP';
    const fields = {
      customfield_10191: [random.pick(computers).id],
      ...(at % 4 === 0 && {
        customfield_10192: [random.pick(computers).id, random.pick(computers).id],
      }),
      ...(at % 5 === 0 && {
        customfield_10193: [
          itemAt(people, at).id,
          itemAt(computers, at).id,
          itemAt(offices, at % offices.length).id,
        ],
      }),
    };
    const key = `${project}-${at + 1}`;
    addIssue(site, { id: 10_001 + at, key, summary: `Broken screen ${at + 1}`, fields });
  }
}

function addFields({ site }: Planter, offices: SimObject[]): void {
  addField(site, 10_191, 'Affected computer', { isMultiple: false });
  addField(site, 10_192, 'Replacement');
  addField(site, 10_193, 'Related objects', { told: 'any' });
  const field = addField(site, 10_194, 'Office', { isMultiple: false });
  const { typeId } = itemAt(offices, 0);
  itemAt(field.contexts, 0).config = {
    schemaId: site.requireType(typeId).schemaId,
    filter: `objectTypeId = ${typeId}`,
  };
  field.contexts.push({
    id: 11_758,
    name: 'Facilities',
    isGlobal: false,
    projectIds: ['10001'],
    issueTypeIds: ['10005'],
    config: {},
  });
  addField(site, 10_195, 'Asset (old)', { contexts: [] });
}
