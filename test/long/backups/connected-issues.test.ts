import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, plain } from '../../../scripts/demo-steps.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import { bothKinds, type SourceOfKind } from '../../support/sites/both-kinds.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';

const { admin, kinds } = await bothKinds();

/** A schema whose objects issues name, backed up; and what Browse says of an object of it. */
async function browsed({ site: { world }, schema }: SourceOfKind) {
  const { site } = world;
  const named = Map.groupBy(
    site.issues.flatMap(({ fields }) => [...new Set(Object.values(fields).flat())]),
    (id) => id,
  );
  const offices = [...site.schemas.values()].find(({ name }) => name === 'Offices')!;
  const ids = site.typesOf(offices.id).flatMap(({ id }) => [...site.objects.idsOfType(id)]);
  const [one, other] = [ids.find((id) => named.has(id))!, ids.find((id) => !named.has(id))!];
  const { backupId } = await backUp(admin, await schema('Offices'));
  await partsAreRead(admin);
  const pathOf = (id: number): string =>
    `/app/backups/${backupId}/contents/${site.objects.require(id).typeId}/${id}`;
  const paths = new Map([one, other].map((id) => [id, pathOf(id)]));
  const said = async (id: number): Promise<string> => {
    const { html } = await admin.get(`${paths.get(id)}/issues`);
    return html;
  };
  return { site, one, other, count: named.get(one)!.length, said, path: paths.get(one)! };
}

for (const kind of kinds)
  test(`Browse says how many issues name an object now, or why it doesn't know (${kind.kind})`, async () => {
    const { settings } = kind.site;
    const { site, one, other, count, said, path } = await browsed(kind);
    assert.match((await admin.get(path)).html, new RegExp(`hx-get="${path}/issues"`));
    const html = await said(one);
    assert.match(plain(html), new RegExp(`^Named by ${count} issues? in Jira now`));
    assert.match(html, new RegExp(`href="${kind.site.url}/issues/\\?jql(=|&#x3D;)`));
    assert.match(plain(await said(other)), /^Named by 0 issues in Jira now, .* view them\.$/);
    for (const absence of ABSENCES) {
      settings.absent = { 'connected-issues': absence };
      const reason = absence === 'odd' ? /unknown format/ : new RegExp(`status ${absence}`);
      assert.match(plain(await said(one)), /^Connected issues: not available\. /);
      assert.match(plain(await said(one)), reason);
    }
    settings.absent = {};
    site.deleteObject(one);
    assert.match(
      plain(await said(one)),
      /not available\. This object no longer exists in Assets\./,
    );
  });
