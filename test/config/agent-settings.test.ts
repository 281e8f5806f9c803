import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  agentSettingsTable,
  AgentSettingsError,
  readAgentSettings,
} from '../../src/config/agent-settings.ts';

const TOKEN = `bma_${'0'.repeat(24)}_${'A'.repeat(43)}`;
const GOOD = {
  AGENT_SERVICE_URL: 'https://backup.example.com/',
  AGENT_TOKEN: TOKEN,
  AGENT_SITE_URL: 'https://jira.example.com:8443/jira/',
  AGENT_SITE_TOKEN: 'pat',
};

test('an agent is set up with the addresses of service and site, its token and the account', () => {
  const settings = readAgentSettings(GOOD);
  assert.equal(settings.serviceUrl, 'https://backup.example.com');
  assert.equal(settings.siteUrl, 'https://jira.example.com:8443/jira');
  assert.equal(settings.authorization, 'Bearer pat');
  assert.equal(settings.concurrency, 8);
  const { AGENT_SITE_TOKEN: _token, ...rest } = GOOD;
  const user = { AGENT_SITE_USER: 'backup', AGENT_SITE_PASSWORD: 'a:b' };
  assert.equal(
    readAgentSettings({ ...rest, ...user }).authorization,
    `Basic ${Buffer.from('backup:a:b').toString('base64')}`,
  );
});

function mistakesOf(env: Record<string, string>): string {
  try {
    readAgentSettings(env);
    return '';
  } catch (error) {
    assert.ok(error instanceof AgentSettingsError);
    return error.message;
  }
}

test('all mistakes are said at once, and no secret with them', () => {
  const none = mistakesOf({});
  for (const name of ['AGENT_SERVICE_URL', 'AGENT_TOKEN', 'AGENT_SITE_URL', 'AGENT_SITE_TOKEN'])
    assert.match(none, new RegExp(`${name} is mandatory`));
  const wrong = mistakesOf({
    ...GOOD,
    AGENT_TOKEN: 'my-secret',
    AGENT_SITE_URL: 'http://jira.example.com',
    AGENT_CONCURRENCY: '65',
    AGENT_SITE_PASSWORD: 'other-secret',
    AGENT_SITE_CA: 'no certificate',
  });
  for (const name of ['AGENT_TOKEN', 'AGENT_SITE_URL', 'AGENT_CONCURRENCY', 'AGENT_SITE_CA'])
    assert.match(wrong, new RegExp(`- ${name} `));
  assert.match(wrong, /Set one of them/);
  assert.doesNotMatch(wrong, /secret/);
});

test('addresses are plain, and without TLS on this machine alone', () => {
  for (const url of [
    'jira.example.com',
    'http://jira.example.com',
    'ftp://jira.example.com',
    'https://user@jira.example.com',
    'https://jira.example.com/?a=b',
    'https://jira.example.com/#a',
    'https://jira.example.com/a%2fb',
    'http://localhost.example.com',
  ])
    assert.match(mistakesOf({ ...GOOD, AGENT_SITE_URL: url }), /AGENT_SITE_URL/, url);
  for (const url of ['http://localhost:8080', 'http://127.0.0.1:8080/jira', 'http://[::1]:8080'])
    assert.equal(readAgentSettings({ ...GOOD, AGENT_SITE_URL: url }).siteUrl, url);
});

test('docs/operations.md has every setting of the agent with its sentence', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/operations.md');
  const text = readFileSync(file, 'utf8').replace(/ +/g, ' ');
  for (const { name, fallback, about, secret } of agentSettingsTable) {
    if (name === 'LOG_LEVEL') continue;
    const shown = fallback === '' ? '–' : `\`${fallback}\``;
    assert.ok(
      text.includes(`| \`${name}\`${secret ? ' (secret)' : ''} | ${shown} | ${about} |`),
      name,
    );
  }
});

test('a blank setting counts as not set', () => {
  const blank = { AGENT_CONCURRENCY: '', LOG_LEVEL: ' ', AGENT_SITE_CA_FILE: '' };
  assert.deepEqual(readAgentSettings({ ...GOOD, ...blank }), readAgentSettings(GOOD));
  const { AGENT_TOKEN: _token, ...rest } = GOOD;
  assert.match(mistakesOf({ ...rest, AGENT_TOKEN_FILE: '' }), /AGENT_TOKEN is mandatory/);
  assert.match(
    mistakesOf({ ...rest, AGENT_TOKEN_FILE: '/dev/null' }),
    /names a file that is empty/,
  );
});
