import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { HostInstallations } from '../../../src/core/use-cases/installations/host-installations.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoInstallationRegister } from '../../../src/storage/stores/tenants/mongo-installation-register.ts';
import { MongoTenantStore } from '../../../src/storage/stores/tenants/mongo-tenant-store.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

/** More than the three days after which an installation counts as uninstalled. */
const ROUNDS = 74;
const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const secrets = new SecretBox(keys);
const tenants = new MongoTenantStore({ connection, secrets, keys, purges: [] });
const register = new MongoInstallationRegister(connection);
await ensureIndexes(connection);
const clock = new SteppingClock();
const renewed: string[] = [];
const hosted = new HostInstallations({
  register,
  installations: tenants,
  tenants,
  sites: { sources: async () => [], sourcesWith: async () => [] },
  ownAccess: {
    keep: async () => undefined,
    renew: async (_id: string, { token }: { token: string }) => void renewed.push(token),
  },
  places: { installed: async () => undefined },
  runs: { open: async () => [] },
  kinds: {},
  clock,
} as never);

let calls = 0;
const call = () => {
  calls += 1;
  const now = new Date(clock.now());
  return { id: `call ${calls}`, signedAt: now, receivedAt: now };
};

/** Installs the app on a site of its own, and lets three days pass in which nothing is heard. */
async function fallSilent(name: string) {
  const installation = {
    id: name,
    key: `forge ${name}`,
    siteUrl: `https://${name}.atlassian.net`,
    cloudId: name,
  };
  const { id } = await hosted.admit(installation, call());
  for (let round = 0; round < ROUNDS; round += 1) {
    await clock.step(1.2 * HOUR_MS);
    await hosted.noteSilence();
  }
  const stateOf = async () => (await tenants.byId(id))?.state;
  assert.equal(await stateOf(), 'uninstalled');
  return { id, installation, stateOf };
}

test('the next call of the host within the grace brings everything back, though nobody opens a page', async () => {
  const { id, installation, stateOf } = await fallSilent('heard');
  await hosted.hear(installation.id, call(), 'a token');
  assert.equal(await stateOf(), 'active');
  assert.equal((await register.find(installation.id))?.state, 'here');
  assert.deepEqual(renewed, ['a token']);
  await hosted.noteSilence();
  assert.deepEqual(await tenants.beginPurges(new Date(clock.now() + HOUR_MS)), []);
  assert.equal((await hosted.admit(installation, call())).id, id);
});

test('what is being purged is not brought back by an event', async () => {
  const { installation, stateOf } = await fallSilent('purged');
  await tenants.beginPurges(new Date(clock.now() + HOUR_MS));
  await hosted.hear(installation.id, call());
  assert.equal(await stateOf(), 'purging');
});

test('a tenant that another front door has kept is joined again', async () => {
  const siteUrl = 'https://joined.atlassian.net';
  const secret = 'secret-0123456789';
  const { id } = await tenants.install({ key: 'connect', siteUrl, secret }, call());
  await tenants.join(id, 'forge joined');
  await register.arrive({ id: 'joined', key: 'forge joined', tenantId: id }, new Date(clock.now()));
  for (let round = 0; round < ROUNDS; round += 1) {
    await clock.step(1.2 * HOUR_MS);
    await hosted.noteSilence();
  }
  assert.equal((await register.find('joined'))?.state, 'silent');
  assert.equal((await tenants.find('forge joined'))?.id, undefined);
  await hosted.hear('joined', call());
  assert.equal((await tenants.find('forge joined'))?.id, id);
  await tenants.uninstall('connect', call());
  assert.equal((await tenants.byId(id))?.state, 'active', 'the other installation stays');
});
