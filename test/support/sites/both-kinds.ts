import { after } from 'node:test';
import { startSimulator, type Simulator } from '../../../simulator/start-simulator.ts';
import { addDataCenter } from '../../../scripts/add-data-center.ts';
import { plain, sync } from '../../../scripts/demo-steps.ts';
import { runningApp } from '../running-app.ts';

interface SchemaShown {
  id: string;
  name: string;
}

/** A site of one kind that is backed up, in the same app as that of the other. */
export interface SourceOfKind {
  kind: 'cloud' | 'data-center';
  site: Simulator;
  /** As a restore is told to go to this site. */
  place: { targetId?: string };
  /** Its schema of that name in the grid. */
  schema(name: string): Promise<SchemaShown>;
}

/**
 * One running app that backs up a Cloud site and a Data Center with the same content, for scenarios
 * that are about neither.
 */
export async function bothKinds(seed = 'demo') {
  // What is planted has names that a Data Center would refuse.
  const options = { platform: 'data-center', settings: { reservedCharacters: false } } as const;
  const server = await startSimulator({ ...options, seed });
  const settings = { PRETEND_SITE_ADDRESSES: server.url };
  const running = await runningApp({ site: { seed }, settings });
  after(() => server.close());
  const { admin } = running;
  const targetId = await addDataCenter(admin, { name: 'Jira Berlin', siteUrl: server.url });
  await sync(admin);
  const source = (
    kind: SourceOfKind['kind'],
    site: Simulator,
    place: SourceOfKind['place'],
  ): SourceOfKind => ({
    kind,
    site,
    place,
    async schema(name) {
      const { html } = await admin.get(`/app/schemas?location=${kind}&search=${name}`);
      const rows = html.matchAll(/class="pick" id="pick-([^"]+)"[^>]*aria-label="Select ([^"]*)"/g);
      for (const [, id = '', shown = ''] of rows) if (plain(shown) === name) return { id, name };
      throw new Error(`The grid lists no ${name} of the kind ${kind}.`);
    },
  });
  const kinds = [
    source('cloud', running.simulator, {}),
    source('data-center', server, { targetId }),
  ];
  return { running, admin, kinds };
}
