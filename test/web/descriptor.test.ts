import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { ROUTES } from '../../src/web/routes/routes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const descriptor = JSON.parse(
  readFileSync(path.join(root, 'atlassian-connect.json'), 'utf8'),
) as Record<string, unknown> & {
  modules: Record<string, unknown>;
  lifecycle: Record<string, string>;
};
const manifest = parse(readFileSync(path.join(root, 'manifest.connect.yml'), 'utf8')) as {
  app: { id: string; connect: { key: string; remote: string; authentication: string } };
  connectModules: Record<string, Record<string, unknown>[]>;
  remotes: { key: string; baseUrl: string }[];
  permissions: { scopes: string[] };
};

const page = {
  type: 'object',
  required: ['key', 'name', 'url', 'conditions'],
  additionalProperties: false,
  properties: {
    key: { type: 'string', pattern: '^[a-zA-Z0-9-]+$' },
    location: { type: 'string' },
    url: { type: 'string', pattern: '^/[^/]' },
    name: { type: 'object', required: ['value'] },
    conditions: { type: 'array', contains: { const: { condition: 'user_is_admin' } } },
  },
};
/** The parts of Atlassian's global schema that our descriptor uses (connect: 2.1). */
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [
    'key',
    'name',
    'baseUrl',
    'authentication',
    'scopes',
    'lifecycle',
    'modules',
    'apiMigrations',
  ],
  properties: {
    apiVersion: { const: 1 },
    apiMigrations: { const: { 'signed-install': true, 'context-qsh': true } },
    key: { const: '{{appKey}}' },
    name: { type: 'string', maxLength: 80, not: { pattern: '^(Jira|Atlassian)|premium' } },
    description: { type: 'string' },
    vendor: { type: 'object', required: ['name', 'url'] },
    baseUrl: { const: '{{localBaseUrl}}' },
    links: { type: 'object' },
    authentication: { const: { type: 'jwt' } },
    scopes: {
      type: 'array',
      items: {
        enum: [
          'READ',
          'WRITE',
          'DELETE',
          'PROJECT_ADMIN',
          'ADMIN',
          'ACT_AS_USER',
          'ACCESS_EMAIL_ADDRESSES',
        ],
      },
    },
    enableLicensing: { type: 'boolean' },
    lifecycle: {
      type: 'object',
      required: ['installed', 'uninstalled'],
      additionalProperties: { type: 'string', pattern: '^/' },
    },
    modules: {
      type: 'object',
      additionalProperties: false,
      properties: {
        webSections: {
          type: 'array',
          items: { type: 'object', required: ['key', 'location', 'name'] },
        },
        adminPages: { type: 'array', items: { ...page, required: [...page.required, 'location'] } },
        configurePage: page,
        postInstallPage: page,
      },
    },
  },
};

test('the descriptor is what Atlassian takes', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  assert.ok(ajv.validate(SCHEMA, descriptor), ajv.errorsText());
  assert.deepEqual(descriptor['scopes'], ['READ'], 'no more rights than needed');
});

test('every address of the descriptor is a route with the right guard', () => {
  const pages = Object.values(descriptor.modules)
    .flat()
    .map((module) => (module as { url?: string }).url)
    .filter((url) => url !== undefined);
  for (const url of pages)
    assert.equal(ROUTES.find((route) => route.path === url)?.guard, 'page', url);
  const guards = {
    installed: 'install',
    uninstalled: 'uninstall',
    enabled: 'site',
    disabled: 'site',
  };
  for (const [event, guard] of Object.entries(guards))
    assert.equal(
      ROUTES.find((route) => route.path === (descriptor.lifecycle as Record<string, string>)[event])
        ?.guard,
      guard,
      event,
    );
});

test('the manifest for Connect on Forge has the same modules, lifecycle and scopes', () => {
  const { modules, lifecycle } = descriptor;
  const { 'jira:lifecycle': forgeLifecycle, ...forge } = manifest.connectModules;
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(modules).map(([name, module]) => [`jira:${name}`, [module].flat()]),
    ),
    forge,
  );
  const { key: _key, ...addresses } = forgeLifecycle![0]!;
  assert.deepEqual(addresses, lifecycle);
  assert.deepEqual(
    manifest.permissions.scopes,
    (descriptor['scopes'] as string[]).map((scope) => `${scope.toLowerCase()}:connect-jira`),
  );
  assert.match(manifest.app.connect.key, /^[a-zA-Z0-9-._]{1,90}$/);
  assert.equal(manifest.remotes[0]!.key, manifest.app.connect.remote);
  assert.match(manifest.remotes[0]!.baseUrl, /^https:/);
});
