import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  modules: Record<string, unknown>;
  remotes: Record<string, unknown>[];
}
const readManifest = (name: string): Manifest =>
  parse(readFileSync(path.join(ROOT, name), 'utf8')) as Manifest;

test('the app for services of each site is the same but for where the service is', () => {
  const own = readManifest('manifest.yml');
  const { 'migration:dataResidency': _realm, ...modules } = own.modules;
  const remotes = own.remotes.map(({ baseUrl: _baseUrl, ...rest }) => rest);
  const other = readManifest('manifest.self-hosted.yml');
  const configurable = other.remotes.map((remote) => remote['configurable']);
  assert.ok(configurable.every(Boolean));
  const plain = other.remotes.map(({ configurable: _configurable, ...rest }) => rest);
  assert.deepEqual({ ...other, remotes: plain }, { ...own, modules, remotes });
});

test('what the Forge app calls of the service are addresses that it has', () => {
  const { modules, remotes } = parse(readFileSync(path.join(ROOT, 'manifest.yml'), 'utf8')) as {
    modules: {
      endpoint: { key: string; route?: { path: string } }[];
      'migration:dataResidency': { path: string }[];
    };
    remotes: { baseUrl: string; storage: { inScopeEUD: boolean } }[];
  };
  const router = readFileSync(path.join(ROOT, 'src/web/create-forge-router.ts'), 'utf8');
  const events = modules.endpoint.flatMap(({ route }) => (route ? [route.path] : []));
  for (const address of events) assert.ok(router.includes(`'${address.replace('/forge', '')}'`));
  assert.equal(events.length, 4);
  const [realm] = modules['migration:dataResidency'];
  assert.ok(router.includes(`'${realm?.path.replace('/forge', '')}'`));
  assert.ok(remotes.every(({ baseUrl }) => baseUrl.startsWith('https://')));
  assert.ok(
    remotes.every(({ storage }) => storage.inScopeEUD),
    'objects hold data of people',
  );
});
