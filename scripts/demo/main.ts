/**
 * The main job on a machine without an Atlassian account: two pretend Jira sites and a Data Center,
 * an embedded database, the service; installed, set up, synced, one schema backed up, verified,
 * restored as a new one and migrated to the other site, one of the Data Center migrated to Cloud,
 * another one scheduled, all through the pages that a browser uses. Stays up for looking around, or
 * ends (--once).
 */
import { FORGE_APP_ID } from '../../simulator/forge-host/forge-host.ts';
import { UsageError } from '../../simulator/read-options.ts';
import { explainStartFailure } from '../../src/explain-start-failure.ts';
import { readDemoOptions, type DemoOptions } from './read-demo-options.ts';
import { runMainJob } from './run-main-job.ts';
import { say } from './say.ts';
import { startDemo, type Demo } from './start-demo.ts';
import { walkOwnDatabase } from './walk-own-database.ts';
import { install } from '../demo-steps.ts';

const INTERRUPTED = 130;
let demo: Demo | undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stopOnSignal());
}
await run(readDemoOptions).catch(fail);

async function run(readOptions: () => DemoOptions): Promise<void> {
  const options = readOptions();
  demo = await startDemo(options);
  if (demo.door === 'forge') demo.site.forge.install(demo.app.url);
  else await install(demo.site.url, demo.app.url);
  say(
    'Installed',
    `signed by the pretend site, as a ${demo.door === 'forge' ? 'Forge' : 'Connect'} app`,
  );
  if (options['own-database']) {
    await walkOwnDatabase(demo);
    await end(0);
    return;
  }
  if (options.empty) {
    say('Not set up', 'walk through the setup: email admin@example.com, API token admin-token');
  } else {
    await runMainJob(demo);
  }
  sayWhereToLook(demo, options.empty);
  if (options.once) await end(0);
}

function sayWhereToLook({ site, otherSite, dataCenter, door }: Demo, isEmpty: boolean): void {
  console.log('');
  if (!isEmpty) {
    console.log(
      'What you have now: a pretend Jira site with the app installed and connected. One schema is',
    );
    console.log(
      'backed up, verified, restored as a new schema and migrated to a second site. Nothing left',
    );
    console.log('this machine.');
    console.log('');
  }
  const page = door === 'forge' ? `${FORGE_APP_ID}/production` : 'assets-backup-home';
  say('Open', `${site.url}/jira/settings/apps/${page}`);
  say(
    'The other site',
    `${otherSite.url}, workspace ${otherSite.workspaceId}, email admin@example.com, API token admin-token: a target instance`,
  );
  say('The Data Center', `${dataCenter.url}, personal access token admin-token`);
  console.log(
    'Stop with Ctrl+C. For another look, add ?theme=dark, or ?account=user@example.com for somebody who is no administrator.',
  );
}

/** The first signal stops in order, the second one at once. */
async function stopOnSignal(): Promise<void> {
  if (isStopping) process.exit(INTERRUPTED);
  isStopping = true;
  console.log('\nStopping …');
  await end(INTERRUPTED);
}

async function fail(error: unknown): Promise<void> {
  if (isStopping) return;
  const sentence = explainStartFailure(error);
  if (error instanceof UsageError) console.error(sentence);
  else console.error(`\nThe demo failed. ${sentence}`);
  await end(error instanceof UsageError ? 2 : 1);
}

async function end(status: number): Promise<void> {
  await demo?.stop();
  process.exit(status);
}
