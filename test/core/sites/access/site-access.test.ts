import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../../../src/core/kernel/errors.ts';
import { siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { SiteAccess } from '../../../../src/core/sites/access/site-access.ts';
import type { OpenOptions, SiteOpener } from '../../../../src/core/sites/access/site-opener.ts';
import type { AccountRefusal } from '../../../../src/core/sites/checks/account-refusal.ts';
import { cloudTarget } from '../../../support/sites/cloud-site.ts';

const alice = tenantId('alice');
const one = siteId('one');

/** A site that is opened in every way, and what was noted of its account. */
function opened(refusal?: AccountRefusal) {
  const site = { ...cloudTarget({ tenantId: alice, id: one, name: 'One' }), refusal };
  const noted: (AccountRefusal | null)[] = [];
  const given: OpenOptions[] = [];
  const open = (_site: unknown, _token: string, options: OpenOptions) => {
    given.push(options);
    return {} as never;
  };
  const opener: SiteOpener = {
    kind: site.kind,
    openReader: open,
    openParts: open,
    openDestination: open,
  };
  const sites = {
    get: async () => site,
    token: async () => 'token',
    noteRefusal: async (_site: unknown, what: AccountRefusal | null) => {
      noted.push(what);
      throw new Unavailable('database-busy', 'Not now.');
    },
  };
  const access = new SiteAccess(sites, [opener]);
  return { access, noted, given };
}

test('a verdict on the account is noted once, however the site was opened and it is saved', async () => {
  const { access, noted, given } = opened();
  await access.open(alice, one);
  await access.openParts(alice, one);
  await access.openDestination(alice, one);
  for (const { onVerdict } of given) {
    await onVerdict?.(null);
    await onVerdict?.('token-refused');
    await onVerdict?.('token-refused');
  }
  assert.deepEqual(noted, ['token-refused', 'token-refused', 'token-refused']);
});

test('what was noted as refused is noted again once it is accepted', async () => {
  const { access, noted, given } = opened('captcha-required');
  await access.open(alice, one);
  for (const verdict of ['captcha-required', null, null] as const)
    await given[0]?.onVerdict?.(verdict);
  assert.deepEqual(noted, [null]);
});
