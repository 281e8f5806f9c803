import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveForgeChecks, type LiveForge } from '../../../scripts/live/live-forge-checks.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ settings: FORGE_SETTINGS, stage: 'installed' });
const keysUrl = `${running.simulator.url}/_simulator/forge/jwks.json`;

/** What is said of each check; empty where it passed. */
const outcomes = (live: LiveForge): Promise<string[]> =>
  Promise.all(
    liveForgeChecks(live).map(({ run }) =>
      run().then(
        () => '',
        (error: Error) => error.message,
      ),
    ),
  );

test('a service whose door is open passes what test:live looks at from outside', async () => {
  assert.deepEqual(await outcomes({ serviceUrl: running.app.url, keysUrl }), ['', '', '']);
});

test('a door that is shut, an address that is another service, and keys that are none are said', async () => {
  const shut = await running.replica({ FORGE_APP_ID: '' });
  const [, , door] = await outcomes({ serviceUrl: shut.url, keysUrl });
  await shut.stop();
  assert.match(String(door), /isn't there\. Start the service with FORGE_APP_ID\./);
  const wrong = { serviceUrl: running.simulator.url, keysUrl: `${running.app.url}/healthz` };
  const [keys, address] = await outcomes(wrong);
  assert.notEqual(keys, '');
  assert.match(String(address), /\/readyz answered 404\./);
});
