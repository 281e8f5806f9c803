import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import type { Settings } from '../../simulator/world/settings.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import type { AssetsDestination } from '../../src/core/assets/ports/assets-destination.ts';
import { OutcomeUnknown } from '../../src/core/assets/ports/outcome-unknown.ts';
import type { SiteWait } from '../../src/core/assets/ports/site/site-wait.ts';
import { cuttableProxy } from '../support/proxies/cuttable-proxy.ts';
import { assetsDestinationContract } from './assets-destination-contract.ts';
import type { KnownOnSite } from './destination/known-on-site.ts';
import { tinyTarget } from './tiny-target.ts';

const { simulator, settings, open, input, named } = await tinyTarget(
  () => new AddressGuard({ isPublic: () => true }),
);

const users = [...simulator.world.site.users.values()];
const [visible, hidden] = [
  users.find((user) => user.emailVisible && user.active)!,
  users.find((user) => !user.emailVisible)!,
];
const known: KnownOnSite = {
  person: visible,
  hidden,
  group: 'it-admins',
  project: 'HELP',
  iconName: 'Server',
};

const VARIANTS: [string, Partial<Settings>][] = [
  ['as it is by default', {}],
  [
    'that answers creates with 200 and leaves out types',
    {
      createStatus: 200,
      omitType: true,
      nestedDefinitions: true,
      typesIncludeGlobals: true,
      isLastAsString: true,
    },
  ],
];
for (const [name, changes] of VARIANTS) {
  test(`the client writes a site ${name}`, async (context) => {
    for (const check of await assetsDestinationContract(open(), known))
      await context.test(check.name, async () => {
        Object.assign(settings, changes);
        await check.run();
      });
  });
}

test('a storm of 429s during creates, with and without Retry-After, makes each object once', async () => {
  const target = open();
  for (const retryAfter of [true, false]) {
    Object.assign(settings, { totalLimit: 15, limitWindowMs: 1_000, retryAfter });
    const names = Array.from({ length: 25 }, (_none, at) => `Storm ${retryAfter} ${at}`);
    await Promise.all(names.map((name) => target.createObject(input(name))));
    assert.deepEqual(
      names.filter((name) => named(name) !== 1),
      [],
    );
  }
});

test('a create that finds nobody listening is sent again when somebody does, and a wait is heard of', async (context) => {
  const gone = await cuttableProxy({ host: '127.0.0.1', port: simulator.port });
  await gone.close();
  const waits: (SiteWait | null)[] = [];
  const failed = Promise.withResolvers<void>();
  const created = open({
    apiUrl: `http://127.0.0.1:${gone.port}`,
    onWait: (wait) => {
      waits.push(wait);
      failed.resolve();
    },
  }).createObject(input('Late'));
  await failed.promise;
  const back = await startSimulator({ seed: 'tiny', port: gone.port });
  context.after(() => back.close());
  assert.match((await created).key, /^TINY-/);
  assert.deepEqual(
    waits.map((wait) => wait?.reason),
    ['unreachable', undefined],
  );
});

test('a person does not wait for a site that takes calls and never answers', async (context) => {
  const mute = createServer();
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const calls: Socket[] = [];
  mute.on('connection', (socket) => calls.push(socket));
  context.after(() => {
    calls.forEach((socket) => socket.destroy());
    mute.close();
  });
  const from = performance.now();
  await assert.rejects(
    open({
      apiUrl: `http://127.0.0.1:${(mute.address() as AddressInfo).port}`,
      page: true,
      requestTimeoutMs: 60_000,
    }).schemas(),
    { code: 'site-unreachable' },
  );
  assert.ok(calls.length > 0 && performance.now() - from < 30_000);
});

test('a create whose connection is cut, that is answered with an error, a web page or not at all is unknown and was sent once', async () => {
  const target = open();
  for (const kind of ['cut', '500', '503', 'html', 'hang'] as const) {
    settings.faults = [{ path: 'object/create', kind, probability: 1, times: 1 }];
    await assert.rejects(
      target.createObject(input(`Lost ${kind}`)),
      (error: unknown) => error instanceof OutcomeUnknown && error.code === 'outcome-unknown',
      kind,
    );
    assert.equal(named(`Lost ${kind}`), 0, kind);
  }
});

test('a change whose answer was lost is repeated', async () => {
  const target = open();
  const { id } = await target.createObject(input('Before'));
  settings.faults = [
    { path: `object/${id}`, method: 'PUT', kind: 'cut', probability: 1, times: 1 },
  ];
  assert.equal((await target.updateObject(id, input('After'))).id, id);
  assert.equal(named('After'), 1);
});

test('refusals that are not of what is written are known by their codes', async () => {
  await assert.rejects(open({ account: 'revoked' }).createObject(input('No')), {
    code: 'token-refused',
  });
  await assert.rejects(open({ account: 'revoked' }).projects(), { code: 'token-refused' });
  await assert.rejects(open({ account: 'noassets' }).createObject(input('No')), {
    code: 'no-permission',
    message: /Object Schema Manager/,
  });
  for (const call of [
    (target: AssetsDestination) => target.createObject(input('No')),
    (target: AssetsDestination) => target.object('1'),
    (target: AssetsDestination) => target.deleteAttribute('1'),
  ])
    await assert.rejects(call(open({ workspaceId: 'no-such' })), { code: 'workspace-gone' });
});

test('a caller that stops sees its own reason, also during a create', async () => {
  settings.faults = [{ path: 'object/create', kind: 'hang', probability: 1 }];
  const stop = new AbortController();
  const created = open().createObject(input('Stopped'), stop.signal);
  setImmediate(() => stop.abort(new Error('stopped by the caller')));
  await assert.rejects(created, /stopped by the caller/);
});
