import {
  canonicalSchema,
  type CanonicalSchema,
} from '../../../simulator/canonical/canonical-schema.ts';
import type { Site } from '../../../simulator/site/site.ts';

/** Of kinds that one side lacks, or that only a person can find there again. */
const KINDS_APART = ['Project', 'Release', 'Runbook'] as const;

/** A schema's content in a form in which that of another site, of whatever kind, is the same. */
export function migratedContent(site: Site, schemaId: number): CanonicalSchema {
  const content = canonicalSchema(site, schemaId, {
    userOf: (accountId) => site.person(accountId)?.email ?? accountId,
    schemaName: false,
    icons: false,
    statuses: false,
    properties: false,
    withoutValues: KINDS_APART,
  });
  return { ...content, types: content.types.map(withoutKindsApart) };
}

const isApart = ({ name }: { name?: string }): boolean => KINDS_APART.some((each) => each === name);

const withoutKindsApart = (type: { attributes?: object[] }): object => ({
  ...type,
  attributes: type.attributes?.filter((each) => !isApart(each)),
});

/** Everybody and everything that values of one site name is on the other one as well. */
export function acquaint(here: Site, there: Site): void {
  for (const site of [here, there])
    for (const user of site.users.values())
      Object.assign(user, { active: true, deleted: false, emailVisible: true });
  const known = new Set([...there.users.values()].map(({ email }) => email));
  for (const [accountId, user] of here.users)
    if (!known.has(user.email))
      there.users.set(`moved-${accountId}`, { ...user, accountId: `moved-${accountId}` });
  there.groups.delete('Finance');
  for (const name of here.groups.keys()) there.groups.set(name, name);
  for (const project of here.projects)
    if (!there.projects.includes(project)) there.projects.push(project);
}
