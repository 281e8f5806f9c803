/**
 * What somebody meets who tries the project on a machine of their own. `npm run test:fresh` runs
 * it.
 */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, test } from 'node:test';
import { findFreePort } from '../../src/storage/embedded/find-free-port.ts';
import { Machine, type Outcome } from './machine.ts';

const skip = process.env['TEST_FRESH'] || process.env['TEST_LONG'] ? false : 'npm run test:fresh';
const DEMO = ['npm', 'run', 'demo', '--', '--seed', 'tiny', '--once'];
/** An installation may take two minutes, the rest of the demo as long again on a busy machine. */
const DEMO_SECONDS = 300;

const opened: (Machine | Server)[] = [];
after(() => {
  for (const each of opened) {
    if (each instanceof Machine) each.remove();
    else each.close();
  }
});

function newMachine(...options: ConstructorParameters<typeof Machine>): Machine {
  const machine = new Machine(...options);
  opened.push(machine);
  return machine;
}

/** Listens and, if told so, never answers. @returns its port */
async function occupyPort(port = 0): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  opened.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function assertSentence({ status, output }: Outcome, expectedStatus: number, words: RegExp): void {
  assert.equal(status, expectedStatus, output);
  assert.match(output, words);
  assert.doesNotMatch(output, /\n\s+at .*\(?(file|node):/, 'a stack of calls');
}

function assertDemoDone({ status, output }: Outcome): void {
  assert.equal(status, 0, output);
  assert.match(output, /checked: 20 equal/);
}

/** In a folder of its own: what a demo leaves is the next one's. */
function runDemo(machine: Machine): Promise<Outcome> {
  const cwd = machine.cloneInstalledProject();
  return machine.run(DEMO, { cwd, withinSeconds: DEMO_SECONDS });
}

test('the demo runs with an empty HOME and an empty temporary folder', { skip }, async () => {
  assertDemoDone(await runDemo(newMachine()));
});

test('the demo runs behind a proxy that knows nothing of this machine', { skip }, async () => {
  const proxy = `http://127.0.0.1:${await occupyPort()}`;
  const environment = { HTTP_PROXY: proxy, http_proxy: proxy };
  assertDemoDone(await runDemo(newMachine({ environment })));
});

test('the demo runs in another language, zone and kind of path', { skip }, async () => {
  const machine = newMachine({
    name: "ä b (c) 'd'",
    environment: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' },
  });
  assertDemoDone(await runDemo(machine));
});

test('a demo goes on where an earlier one ended, its sites at other ports', { skip }, async () => {
  const machine = newMachine();
  const cwd = machine.cloneInstalledProject();
  const run = (...ports: string[]): Promise<Outcome> =>
    machine.run([...DEMO, ...ports], { cwd, withinSeconds: DEMO_SECONDS });
  assertDemoDone(await run());
  assertDemoDone(await run('--site-port', String(await findFreePort())));
});

test('usual ports that are taken are replaced aloud, others refused', { skip }, async () => {
  const taken = await occupyPort();
  const refused = await newMachine().run([...DEMO, '--port', String(taken)]);
  assertSentence(refused, 2, new RegExp(`Port ${taken} is taken. Choose another port with --port`));
});

for (const [commandLine, words] of [
  [['--objects=-5'], /--objects takes a whole number from 1 to/],
  [['--port', 'http'], /--port takes a whole number/],
  [['--sed', 'tiny'], /Unknown option '--sed'. Options: --port/],
  [['--seed', 'huge'], /Unknown seed "huge". Choose one of: demo, dc, tiny, /],
] as const) {
  test(`the demo refuses ${commandLine.join(' ')} in a sentence`, { skip }, async () => {
    assertSentence(await newMachine().run(['npm', 'run', 'demo', '--', ...commandLine]), 2, words);
  });
}

test('an option that npm took for itself is not ignored', { skip }, async () => {
  const outcome = await newMachine().run(['npm', 'run', 'demo', '--once']);
  assertSentence(outcome, 2, /npm run demo -- --once/);
});

test('a test file that does not exist is said, and no other one is run', { skip }, async () => {
  const outcome = await newMachine().run(['npm', 'test', 'test/no-such.test.ts']);
  assertSentence(outcome, 2, /No test file is called test\/no-such.test.ts/);
});

test('an index of packages that is closed is said within half a minute', { skip }, async () => {
  const environment = { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_FIND_LINKS: '' };
  const outcome = await runDemo(newMachine({ environment }));
  assertSentence(outcome, 1, /couldn't be installed from PyPI.*set MONGODB_URI/i);
  assert.ok(outcome.seconds < 60, `${outcome.seconds} s`);
});

test(
  'an index of packages that never answers is given up after two minutes',
  { skip },
  async () => {
    const index = `http://127.0.0.1:${await occupyPort()}/simple`;
    const environment = { PIP_INDEX_URL: index, PIP_FIND_LINKS: '', PIP_DEFAULT_TIMEOUT: '180' };
    const outcome = await runDemo(newMachine({ environment }));
    assertSentence(outcome, 1, /couldn't be installed from PyPI/);
    assert.ok(outcome.seconds < 150, `${outcome.seconds} s`);
  },
);

for (const [what, environment, words] of [
  [
    'an unknown kind of environment',
    { NODE_ENV: 'Production' },
    /NODE_ENV \("Production"\) isn't production/,
  ],
  [
    'two mistakes in the key ring',
    { KEY_RING: 'a:AAAA,b c:AAAA', MONGODB_URI: 'mongodb://127.0.0.1:9/' },
    /key 1 isn't 32 bytes[\s\S]*key 2 isn't in the form id:base64/,
  ],
] as const) {
  test(`the service refuses ${what} in a sentence`, { skip }, async () => {
    const outcome = await newMachine({ environment }).run(['npm', 'start'], { withinSeconds: 60 });
    assert.match(outcome.output, words);
    assert.notEqual(outcome.status, 0);
  });
}
