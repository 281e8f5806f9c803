import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  BASE_URL: 'https://backup.example.com',
  MONGODB_URI: 'mongodb://db/',
  KEY_RING: `k1:${Buffer.alloc(32).toString('base64')}`,
};

test('development needs no settings at all', () => {
  const config = loadConfig({});
  assert.equal(config.baseUrl, 'http://127.0.0.1:8080');
  assert.equal(config.bindAddress, '127.0.0.1');
  assert.equal(config.production, false);
});

test('all mistakes are reported at once', () => {
  assert.throws(
    () => loadConfig({ PORT: 'x', WORKERS: '-1', BASE_URL: 'nowhere' }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      for (const name of ['PORT', 'WORKERS', 'BASE_URL'])
        assert.match(error.message, new RegExp(name));
      return true;
    },
  );
});

test('NODE_ENV is one of three words, so that a misspelled production does not start development', () => {
  assert.equal(loadConfig({ NODE_ENV: 'test' }).production, false);
  for (const NODE_ENV of ['Production', 'prod', 'staging'])
    assert.throws(() => loadConfig({ NODE_ENV }), /NODE_ENV .* isn't production, development/);
});

for (const missing of ['BASE_URL', 'MONGODB_URI', 'KEY_RING']) {
  test(`production without ${missing} does not start and says what to set`, () => {
    assert.throws(() => loadConfig({ ...PRODUCTION, [missing]: undefined }), new RegExp(missing));
  });
}

for (const [name, value] of Object.entries({
  AC_OPTS: 'no-auth',
  CONNECT_KEYS_CDN_URL: 'http://x',
  PRETEND_SITE_URL: 'http://127.0.0.1:1',
  PRETEND_SITE_ADDRESSES: 'http://127.0.0.1:1',
  BASE_URL: 'http://backup.example.com',
})) {
  test(`production refuses ${name}=${value}`, () => {
    assert.throws(() => loadConfig({ ...PRODUCTION, [name]: value }), new RegExp(name));
  });
}

test('the addresses of pretend sites are origins, and the first pretend site is one of them', () => {
  assert.deepEqual(loadConfig({}).pretendAddresses, []);
  assert.deepEqual(
    loadConfig({
      PRETEND_SITE_URL: 'http://127.0.0.1:1/',
      PRETEND_SITE_ADDRESSES: 'http://127.0.0.1:2, http://127.0.0.1:3/',
    }).pretendAddresses,
    ['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3'],
  );
  assert.throws(
    () => loadConfig({ PRETEND_SITE_ADDRESSES: 'http://127.0.0.1:1, nowhere' }),
    /PRETEND_SITE_ADDRESSES.*nowhere/,
  );
});

test('a secret may come from a file, and is never repeated in a mistake', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  try {
    writeFileSync(path.join(folder, 'uri'), 'mongodb://user:pass@db/\n');
    assert.equal(
      loadConfig({ MONGODB_URI_FILE: path.join(folder, 'uri') }).mongodbUri,
      'mongodb://user:pass@db/',
    );
    assert.throws(
      () => loadConfig({ MONGODB_URI_FILE: path.join(folder, 'nothing') }),
      /MONGODB_URI_FILE/,
    );
    assert.throws(
      () => loadConfig({ MONGODB_URI: 'http://user:hunter2@db' }),
      (error: unknown) => error instanceof Error && !error.message.includes('hunter2'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a blank setting gets the default of one that is not set', () => {
  const { NODE_ENV: _notBlank, ...others } = SETTINGS;
  for (const blank of ['', ' '])
    for (const name of Object.keys(others)) {
      const env = { [name]: blank, [`${name}_FILE`]: blank };
      assert.deepEqual(loadConfig(env), loadConfig({}), `${name}="${blank}"`);
    }
  assert.throws(() => loadConfig({ NODE_ENV: '' }), /NODE_ENV is empty/);
});

test('production never starts on what an empty file leaves out', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  try {
    const file = path.join(folder, 'empty');
    writeFileSync(file, '\n');
    const env = { NODE_ENV: 'production', BASE_URL: 'https://backup.example.com' };
    assert.throws(
      () => loadConfig({ ...env, KEY_RING_FILE: file, MONGODB_URI_FILE: file }),
      ({ message }: Error) => {
        assert.match(message, /KEY_RING_FILE names a file that is empty\./);
        assert.match(message, /MONGODB_URI_FILE names a file that is empty\./);
        return true;
      },
    );
    assert.throws(
      () => loadConfig({ ...env, KEY_RING_FILE: '', MONGODB_URI_FILE: '' }),
      ({ message }: Error) => {
        assert.match(message, /KEY_RING is mandatory/);
        assert.match(message, /MONGODB_URI is mandatory/);
        return true;
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
