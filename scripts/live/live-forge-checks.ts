import { createRemoteJWKSet, customFetch } from 'jose';

/** A Forge app that is deployed, and the service behind it. */
export interface LiveForge {
  /** Where the service is; what `remotes` in manifest.yml names. */
  serviceUrl: string;
  /** Where the keys of Forge's calls are. */
  keysUrl: string;
}

/** What Forge calls of the service, by its method. */
const ADDRESSES: [method: string, path: string][] = [
  ['GET', '/forge/app/home'],
  ['POST', '/forge/app/sync'],
  ['POST', '/forge/events/installed'],
  ['POST', '/forge/events/hour'],
  ['POST', '/forge/events/leaving'],
  ['GET', '/forge/residency/status'],
];
const WAIT_MS = 25_000;
const UNKNOWN_KEY = 'eyJhbGciOiJSUzI1NiIsImtpZCI6Im5vYm9keS1zIn0.e30.c2lnbmF0dXJl';

/** Checks that ask only: what Atlassian's calls need, seen from outside. Each throws its reason. */
export function liveForgeChecks(live: LiveForge): { name: string; run: () => Promise<void> }[] {
  return [
    { name: 'Forge publishes keys that its calls can be checked with', run: () => readKeys(live) },
    {
      name: 'the service answers at its address, without a redirect',
      run: () => answersPlainly(live),
    },
    {
      name: "the door of Forge is open, and lets nobody in without Atlassian's signature",
      run: () => refusesStrangers(live),
    },
  ];
}

async function readKeys({ keysUrl }: LiveForge): Promise<void> {
  const keys = createRemoteJWKSet(new URL(keysUrl), {
    [customFetch]: (url, options) => fetch(url, options),
  });
  await keys.reload();
  const signing = keys.jwks()?.keys.filter(({ kty, kid }) => kty === 'RSA' && kid) ?? [];
  if (signing.length === 0) throw new Error(`${keysUrl} names no RSA key with an ID.`);
}

async function answersPlainly({ serviceUrl }: LiveForge): Promise<void> {
  const { status } = await ask(`${serviceUrl}/readyz`, 'GET');
  if (status >= 300 && status < 400)
    throw new Error(`${serviceUrl} redirects. Forge doesn't follow: name the last address.`);
  if (status !== 200) throw new Error(`${serviceUrl}/readyz answered ${status}.`);
}

async function refusesStrangers({ serviceUrl }: LiveForge): Promise<void> {
  for (const [method, path] of ADDRESSES)
    for (const authorization of [undefined, `Bearer ${UNKNOWN_KEY}`]) {
      const { status } = await ask(`${serviceUrl}${path}`, method, authorization);
      if (status === 404)
        throw new Error(`${path} isn't there. Start the service with FORGE_APP_ID.`);
      if (status !== 401) throw new Error(`${method} ${path} answered ${status}, not 401.`);
    }
}

const ask = (url: string, method: string, authorization?: string): Promise<Response> =>
  fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(WAIT_MS),
    headers: authorization === undefined ? {} : { authorization },
  });
