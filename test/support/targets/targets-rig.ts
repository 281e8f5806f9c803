import assert from 'node:assert/strict';
import { siteKinds } from '../../../src/site-kinds.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId, type SiteId } from '../../../src/core/kernel/ids.ts';
import type { CloudAccountCheck } from '../../../src/core/sites/kinds/cloud-account-check.ts';
import type { Tenant } from '../../../src/core/tenants/tenant.ts';
import { TargetInstances } from '../../../src/core/use-cases/targets/target-instances.ts';
import { SteppingClock } from '../clocks/stepping-clock.ts';
import { MemoryTargets } from './memory-targets.ts';

export const tenant = (id: string): Tenant => ({
  id: tenantId(id),
  siteUrl: 'https://acme.atlassian.net',
  state: 'active',
  installedAt: new Date(0),
});

/** What the sites around answer. */
export interface TargetAnswers {
  account: () => unknown;
  workspaces: () => string[];
  assets: () => unknown;
  address: (url: string) => string;
  installed: string[];
  inUse: boolean;
}

function checkAccounts(answers: TargetAnswers, calls: string[]): CloudAccountCheck {
  return {
    account: async ({ siteUrl, email, token }) => {
      calls.push(`account ${siteUrl} ${email} ${token}`);
      answers.account();
      const access = { cloudId: null, tokenKind: 'classic' } as const;
      return { accountId: 'a-1', displayName: 'Jane', timeZone: 'UTC', ...access };
    },
    workspaces: async ({ siteUrl }) => {
      calls.push(`workspaces ${siteUrl}`);
      return answers.workspaces();
    },
    assets: async ({ workspaceId, token }) => {
      calls.push(`assets ${workspaceId} ${token}`);
      answers.assets();
      return { visibleSchemas: 1, rights: [], tokenKind: 'classic' };
    },
  };
}

/** Everything works, until a test says otherwise; `calls` are what was asked, in order. */
export function targetsRig() {
  const calls: string[] = [];
  const targets = new MemoryTargets();
  const clock = new SteppingClock();
  const answers: TargetAnswers = {
    account: () => undefined,
    workspaces: () => ['w-1', 'w-2'],
    assets: () => undefined,
    address: (url) => new URL(url).origin,
    installed: [],
    inUse: false,
  };
  const instances = new TargetInstances({
    clock,
    kinds: siteKinds,
    sites: targets,
    check: checkAccounts(answers, calls),
    inUse: async () => answers.inUse,
    address: {
      check: async (url) => {
        calls.push(`address ${url}`);
        return answers.address(url);
      },
    },
    tenants: {
      activeAt: async (siteUrl) => {
        calls.push(`installed ${siteUrl}`);
        return answers.installed.includes(siteUrl) ? tenant('other') : null;
      },
    },
  });
  const fieldsOf = async (input: object, id?: SiteId): Promise<Record<string, string>> => {
    const before = JSON.stringify(targets.stored);
    let fields: Record<string, string> | undefined;
    await assert.rejects(instances.save(tenant('alice'), input, id), (error: unknown) => {
      fields = error instanceof InvalidInput ? { ...error.fields } : undefined;
      return error instanceof InvalidInput;
    });
    assert.equal(JSON.stringify(targets.stored), before, 'nothing is saved');
    return fields!;
  };
  return { calls, targets, clock, answers, instances, fieldsOf };
}
