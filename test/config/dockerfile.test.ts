import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';

const lines = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ').split('\n');
const instructions = (name: string): string[][] =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.split(/\s+/).slice(1));
const ignored = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

test('everything that the image copies exists, and none of it is ignored', () => {
  const copied = instructions('COPY').flatMap((names) => names.slice(0, -1));
  assert.ok(copied.length > 5);
  for (const name of copied) {
    assert.ok(existsSync(name), name);
    assert.ok(!ignored.includes(name.replace('./', '')), `${name} is in .dockerignore`);
  }
});

test('what the image starts is in it, on the Node of the project', () => {
  const copied = instructions('COPY').flatMap((names) => names.slice(0, -1));
  const started = instructions('CMD')
    .flatMap((words) => words.join(' ').match(/[\w./-]+\.ts/g) ?? [])
    .sort();
  assert.deepEqual(started, ['src/agent/main.ts', 'src/main.ts']);
  for (const file of started) {
    assert.ok(existsSync(file), file);
    assert.ok(copied.includes(file.split('/')[0] ?? ''), file);
  }
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  assert.equal(instructions('FROM')[0]?.[0], `node:${devDependencies['node']}-slim`);
});

test('the service is the last stage, which a build without a target makes', () => {
  const stages = instructions('FROM').map((words) => words.at(-1));
  assert.deepEqual(stages, ['code', 'agent', 'service']);
  const { services } = parse(readFileSync('compose.yaml', 'utf8')) as {
    services: { app: { build: string } };
  };
  assert.equal(services.app.build, '.');
});

test('whatever is set in .env reaches the service that compose runs', () => {
  const { services } = parse(readFileSync('compose.yaml', 'utf8')) as {
    services: { app: { env_file: { path: string; required: boolean }[] } };
  };
  assert.deepEqual(services.app.env_file, [{ path: '.env', required: false }]);
});
