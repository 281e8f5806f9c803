import type { SimObject } from '../../site/model.ts';
import type { Planter } from '../planting/planter.ts';

export function plantIssues(planter: Planter, computers: SimObject[]): void {
  const { site, random } = planter;
  site.fields.push(
    { id: 'customfield_10191', name: 'Affected computer' },
    { id: 'customfield_10192', name: 'Replacement' },
  );
  for (let at = 0; at < 60; at += 1) {
    const project = at % 3 === 0 ? 'OPS' : 'HELP';
    site.issues.push({
      id: 10_001 + at,
      key: `${project}-${at + 1}`,
      project,
      summary: `Broken screen ${at + 1}`,
      fields: {
        customfield_10191: [random.pick(computers).id],
        ...(at % 4 === 0 && {
          customfield_10192: [random.pick(computers).id, random.pick(computers).id],
        }),
      },
    });
  }
}
