/**
 * The read-only part of the client's contract suite against a real site, named in credentials.json
 * (its shape: credentials.sample.json), the open questions about Atlassian's contract that reading
 * can answer, and the door of Forge where the file names a service. Writes nothing to the site.
 */
import { silentLog } from '../src/core/kernel/log.ts';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { assetsReaderContract } from '../test/contract/assets-reader-contract.ts';
import { AddressGuard } from '../src/atlassian/address/address-guard.ts';
import { CloudSiteCheck } from '../src/atlassian/cloud/cloud-site-check.ts';
import { rootsOf } from '../src/atlassian/cloud/cloud-roots.ts';
import { CloudSites } from '../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../src/clock.ts';
import { FORGE_KEYS_URL } from '../src/config.ts';
import { askOpenQuestions } from './live/ask-open-questions.ts';
import { liveForgeChecks } from './live/live-forge-checks.ts';

const FILE = 'credentials.json';
const Credentials = z.object({
  hosts: z.record(z.string(), z.object({ username: z.string(), password: z.string() })),
  /** The service behind a Forge app that is deployed. */
  forge: z.object({ serviceUrl: z.url(), keysUrl: z.url().default(FORGE_KEYS_URL) }).optional(),
});

if (!existsSync(FILE)) {
  console.error(
    `${FILE} doesn't exist. Copy credentials.sample.json to ${FILE} and enter a test site, an account's email and its API token (id.atlassian.com, Security). Git ignores the file, and nothing is written to the site.`,
  );
  process.exit(1);
}
const parsed = Credentials.safeParse(JSON.parse(readFileSync(FILE, 'utf8')));
const [host, account] = parsed.success ? (Object.entries(parsed.data.hosts)[0] ?? []) : [];
if (!host || !account) {
  console.error(`${FILE} doesn't have the format of credentials.sample.json.`);
  process.exit(1);
}

const apiUrl = process.argv[2] ?? 'https://api.atlassian.com';
const siteUrl = host.includes('://') ? host : `https://${host}`;
const budgets = new SiteBudgets(systemClock, {
  acquire: async () => ({ state: null, beat: async () => true, release: async () => undefined }),
});
const options = {
  apiUrl,
  requestTimeoutMs: 30_000,
  patienceMs: 60_000,
  clock: systemClock,
  log: silentLog,
  budgets,
  guard: new AddressGuard({ allowed: process.argv[2] ? [apiUrl, siteUrl] : [] }),
};
const { username: email, password: token } = account;
let failed = 0;
let passed = 0;

async function runChecks(checks: { name: string; run: () => Promise<void> }[]): Promise<void> {
  for (const { name, run } of checks) {
    try {
      await run();
      passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

try {
  const check = new CloudSiteCheck(options);
  const { displayName, cloudId, tokenKind } = await check.account({ siteUrl, email, token });
  console.log(`Account: ${displayName}, token: ${tokenKind}`);
  const known = { siteUrl, email, token, cloudId, tokenKind };
  const [workspaceId] = await check.workspaces(known);
  if (!workspaceId) throw new Error('This site has no Assets: the list of workspaces is empty.');
  const credentials = { ...known, workspaceId };
  const site = new CloudSites(options).open(credentials);
  await runChecks(await assetsReaderContract(site));
  const assets = { root: rootsOf(apiUrl, credentials).assets, email, token };
  const answers = await askOpenQuestions(assets);
  console.log('\nOpen questions:');
  for (const [question, answer] of answers) console.log(`  ${question} ${String(answer)}`);
} catch (error) {
  failed += 1;
  console.error(`FAILED  ${error instanceof Error ? error.message : String(error)}`);
}
const { forge } = parsed.data ?? {};
if (forge) await runChecks(liveForgeChecks(forge));
else console.log(`The door of Forge wasn't checked: ${FILE} names no "forge".`);
await budgets.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
