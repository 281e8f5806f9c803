import { after } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { addDataCenter } from '../../../scripts/add-data-center.ts';
import { sync } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { runningApp } from '../running-app.ts';

/** The pages of a running app that is set up, and a Data Center to add, with a context path. */
export async function dataCenterPages({ seed = 'dc' }: { seed?: string } = {}) {
  const server = await startSimulator({
    seed,
    platform: 'data-center',
    settings: { contextPath: '/jira' },
  });
  const running = await runningApp({
    settings: { PRETEND_SITE_ADDRESSES: server.url },
  });
  const database = await connectDatabase(running.uri, running.databases.service);
  after(async () => {
    await database.close();
    await server.close();
  });
  const { admin } = running;
  const siteUrl = `${server.url}/jira`;
  const good = {
    name: 'Jira Berlin',
    siteUrl,
    signIn: 'token',
    token: 'admin-token',
    userName: '',
    password: '',
    certificate: '',
  };
  /** Adds it, and answers with the schemas of both sites. */
  async function add() {
    const id = await addDataCenter(admin, { name: good.name, siteUrl });
    return { id, schemas: await sync(admin) };
  }
  return { running, admin, server, database, siteUrl, good, add };
}
