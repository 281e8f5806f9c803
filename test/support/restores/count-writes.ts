import type { Simulator } from '../../../simulator/start-simulator.ts';

/** Calls that only ask, though their method is that of a change. */
const QUESTION = /\/aql|\/search|bulkfetch|permissions\/check|totalcount/;

/** How many calls that change something a site, and the media service beside it, have had. */
export function countWrites({ world, cloud }: Pick<Simulator, 'world' | 'cloud'>): number {
  const onSite = Object.entries(world.stats.json.byTemplate)
    .filter(([template]) => !template.startsWith('GET ') && !QUESTION.test(template))
    .reduce((sum, [, { calls }]) => sum + calls, 0);
  return onSite + cloud.media.calls.filter((call) => !call.startsWith('GET ')).length;
}
