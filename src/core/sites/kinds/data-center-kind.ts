import { z } from 'zod';
import type { SiteKind } from '../site-kind.ts';

/** How a Data Center is addressed, and how its account signs in. */
export type DataCenterDetails = {
  /** Host, port and context path: what the address is but for its scheme. */
  place: string;
  /** Under which address its Assets answers; Insight is what it was before Jira 10. */
  root: 'assets' | 'insight';
  /** Of Jira, as it says it. */
  version: string;
  /** Who signs in with a password; null: a personal access token does. */
  userName: string | null;
  /** Certificates (PEM) of an authority of the site's own. */
  certificate: string | null;
  /**
   * The tenant whose agents carry the calls, where the service itself doesn't reach the site; null
   * where it does.
   */
  agentOf: string | null;
};

/** Jira Data Center. It has no id that it tells: the place is where it answers. */
export const dataCenterKind = {
  name: 'data-center',
  details: z.object({
    place: z.string(),
    root: z.enum(['assets', 'insight']),
    version: z.string(),
    userName: z.string().nullable(),
    certificate: z.string().nullable(),
    agentOf: z.string().nullable().default(null),
  }),
  keyOf: ({ place, agentOf = null }: { place: string; agentOf?: string | null }) =>
    // A name of somebody's own network may be that of another machine in somebody else's.
    agentOf === null ? `data-center:${place}` : `data-center:${place}@${agentOf}`,
  shown: {
    label: 'Data Center',
    describe: ({ root, version, userName, agentOf }) => ({
      signsInAs: userName ?? undefined,
      addressedBy: [
        { name: 'Jira version', value: version },
        { name: 'Assets', value: root === 'assets' ? 'Assets' : 'Insight' },
      ],
      marks: agentOf === null ? [] : ['Agent'],
    }),
  },
} satisfies SiteKind<DataCenterDetails>;

/** Whether a site's key is that of a Data Center: keys of other kinds begin otherwise. */
export const isDataCenterKey = (key: string): boolean => key.startsWith(`${dataCenterKind.name}:`);
