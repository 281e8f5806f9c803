import type { Route } from '../http/exchange.ts';
import type { World } from '../world/world.ts';

/** What the edge of a site tells everybody: under which id Atlassian knows it (assets-api: G). */
export function edgeRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      template: '/_edge/tenant_info',
      handler: () => ({ json: { cloudId: world.cloudId } }),
    },
  ];
}
