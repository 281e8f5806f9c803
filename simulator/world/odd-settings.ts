import type { Settings } from './settings.ts';

/** A size that no client would ask for, below every one that clients do. */
const PAGE_CAP = 7;

/** How the site of the seed `odd` answers: strangely, for a while, and otherwise than most. */
export const oddSettings = (): Partial<Settings> => ({
  isLastAsString: true,
  omitType: true,
  errorShape: 'message',
  retryHint: 'date',
  includeTotal: false,
  faults: [
    { path: 'object/aql$', kind: 'page-cap', max: PAGE_CAP, probability: 1 },
    { path: 'objectschema/list$', kind: 'page-cap', max: 2, probability: 1 },
    { path: '/(user|group)/bulk$', kind: 'page-cap', max: 3, probability: 1 },
    {
      path: 'object/aql$',
      kind: 'change',
      probability: 1,
      changes: [{ member: 'values.*', to: 'twice', oneOf: 9 }],
    },
    ...ONCE.map((name, at) => ({
      path: '/(object|objecttype|objectschema|config)/',
      method: 'GET',
      kind: 'answer' as const,
      name,
      probability: 1,
      skip: 9 + 4 * at,
      times: 1,
    })),
    { path: 'object/aql$', kind: '429', probability: 1, skip: 11, times: 1 },
    { path: 'object/aql$', kind: 'answer', name: 'cut-json', probability: 1, skip: 4, times: 1 },
    { path: 'object/aql$', kind: 'answer', name: 'empty', probability: 1, skip: 6, times: 1 },
  ],
});

/** Answers that stand in for the API's once each. */
const ONCE = [
  'not-found-page',
  'unauthorized-page',
  'forbidden-page',
  'error-body',
  'no-content',
  'conflict',
  'too-early',
  'bad-gateway',
] as const;
