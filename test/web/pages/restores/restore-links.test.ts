import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestoreInput } from '../../../../src/core/restores/restore-input.ts';
import { assetsUrl } from '../../../../src/web/pages/restores/destination/assets-url.ts';
import { instanceUrl } from '../../../../src/web/pages/restores/destination/instance-url.ts';

const input = (place: RestoreInput['place']) =>
  ({ siteId: '0123', place }) as unknown as RestoreInput;
const cloud = { siteUrl: 'https://a.atlassian.net', siteKey: 'g27', targetName: 'Sandbox' };
const server = {
  siteUrl: 'https://jira.example.com/jira',
  siteKey: 'data-center:jira.example.com/jira',
  targetName: 'Jira Berlin',
};

test('the form of a destination is that of its kind; the site of the tenant has none', () => {
  assert.equal(instanceUrl(input(cloud)), '/app/targets/0123');
  assert.equal(instanceUrl(input(server)), '/app/data-centers/0123');
  assert.equal(instanceUrl(input({ siteUrl: 'https://a', siteKey: 'g27' })), undefined);
});

test('a schema is opened where its kind shows it', () => {
  assert.equal(
    assetsUrl(cloud, '7'),
    'https://a.atlassian.net/jira/servicedesk/assets/object-schema/7',
  );
  assert.equal(
    assetsUrl(server, '7'),
    'https://jira.example.com/jira/secure/ObjectSchema.jspa?id=7',
  );
});
