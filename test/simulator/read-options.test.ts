import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, UsageError } from '../../simulator/read-options.ts';

const OPTIONS = {
  port: { kind: 'number', fallback: 8090, min: 0, max: 65_535 },
  seed: { kind: 'text', fallback: 'demo', oneOf: ['demo', 'tiny'] },
  'keep-data': { kind: 'flag' },
} as const;
const read = (...commandLine: string[]) => readOptions(OPTIONS, commandLine, {});

test('what is not given is its fallback, what is given is read by its kind', () => {
  assert.deepEqual(read(), { port: 8090, seed: 'demo', 'keep-data': false });
  assert.deepEqual(read('--port=0', '--seed', 'tiny', '--keep-data'), {
    port: 0,
    seed: 'tiny',
    'keep-data': true,
  });
});

for (const [commandLine, sentence] of [
  [['--port=http'], '--port takes a whole number from 0 to 65535, and "http" isn\'t one.'],
  [['--port=-5'], '--port takes a whole number from 0 to 65535, and "-5" isn\'t one.'],
  [['--port=70000'], '--port takes a whole number from 0 to 65535, and "70000" isn\'t one.'],
  [['--seed=huge'], 'Unknown seed "huge". Choose one of: demo, tiny.'],
  [['--sed=tiny'], "Unknown option '--sed'. Options: --port, --seed, --keep-data."],
] as const)
  test(`${commandLine.join(' ')} is refused with a sentence`, () => {
    assert.throws(
      () => read(...commandLine),
      (error) => error instanceof UsageError && error.message === sentence,
    );
  });

test('a word that belongs to no option is refused', () => {
  assert.throws(() => read('tiny'), UsageError);
});

test('an option that npm took for itself is refused, not ignored', () => {
  const environment = { npm_config_keep_data: 'true', npm_lifecycle_event: 'demo' };
  assert.throws(() => readOptions(OPTIONS, [], environment), {
    message:
      'npm took --keep-data for itself. Put two hyphens in front of it: npm run demo -- --keep-data',
  });
});
