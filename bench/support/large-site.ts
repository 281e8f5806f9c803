import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { RecordedSite } from './recorded-site.ts';

const AUTHORIZATION = `Basic ${Buffer.from('admin@example.com:admin-token').toString('base64')}`;

/** A pretend site with one large schema, whose answers are recorded as they are asked for. */
export interface LargeSite {
  simulator: Simulator;
  schema: { id: string; name: string };
  recordAnswers: () => RecordedSite;
}

export async function startLargeSite(objects: number): Promise<LargeSite> {
  const simulator = await startSimulator({
    seed: 'large',
    objects,
    settings: { endpointLimits: {} },
  });
  const root = `${simulator.url}/jsm/assets/workspace/${simulator.workspaceId}/v1`;
  return {
    simulator,
    schema: { id: firstSchemaId(simulator), name: 'Large' },
    recordAnswers: () => new RecordedSite(root, AUTHORIZATION),
  };
}

/** @throws Error when the site has no schema */
export function firstSchemaId({ world }: Simulator): string {
  const [id] = world.site.schemas.keys();
  if (id === undefined) throw new Error('The pretend site has no schema.');
  return String(id);
}
