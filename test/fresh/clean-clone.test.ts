/**
 * The two commands of the README in fresh clones, as several people. `npm run test:fresh` runs it.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Machine } from './machine.ts';

const skip = process.env['TEST_FRESH'] ? false : 'npm run test:fresh';
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const machines: Machine[] = [];
after(() => machines.forEach((machine) => machine.remove()));

function newMachine(...options: ConstructorParameters<typeof Machine>): Machine {
  const machine = new Machine(...options);
  machines.push(machine);
  return machine;
}

/** npm ci, then browser tests, where two processes want the browser at once. */
async function installAndTest(machine: Machine): Promise<void> {
  const cwd = machine.cloneProject();
  const installed = await machine.run(['npm', 'ci'], { cwd });
  assert.equal(installed.status, 0, installed.output);
  const files = ['test/long/browser/targets.test.ts', 'test/browser/schedules/schedule.test.ts'];
  const tested = await machine.run(['npm', 'test', ...files], { cwd, withinSeconds: 900 });
  assert.equal(tested.status, 0, tested.output);
}

test('a new user installs and tests', { skip }, async () => {
  await installAndTest(newMachine());
});

test(
  'a second user of the same temporary folder does as well',
  {
    skip: skip || (isRoot ? false : 'needs root, to be somebody else'),
  },
  async () => {
    const first = newMachine();
    await installAndTest(first);
    const environment = { TMPDIR: first.temporaryFolder };
    await installAndTest(newMachine({ uid: NOBODY, environment }));
  },
);

test('without scripts of packages a sentence says what to do, or all works', { skip }, async () => {
  const machine = newMachine();
  const cwd = machine.cloneProject();
  await machine.run(['npm', 'ci', '--ignore-scripts'], { cwd });
  const demo = await machine.run(['npm', 'run', 'demo', '--', '--seed', 'tiny', '--once'], { cwd });
  const runsTypeScript = await machine.run([
    'node',
    '-e',
    'process.exit(process.features.typescript ? 0 : 1)',
  ]);
  if (runsTypeScript.status === 0) assert.equal(demo.status, 0, demo.output);
  else {
    assert.equal(demo.status, 2, demo.output);
    assert.match(demo.output, /needs Node 22.18 or newer.*\n.*\nRun "npm ci/);
  }
});
