/**
 * The service, and beside it in the same process a bare Express route that answers one indexed
 * query: what a page is measured against.
 */
import express from 'express';
import type { Connection } from 'mongoose';
import { startApp } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/create-log.ts';
import { catalogId as toCatalogId } from '../../src/core/kernel/ids.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { listed } from '../../src/storage/stores/backups/backup-query.ts';

type Query = (given: Record<string, string>) => Promise<unknown>;

/** Each by an index of its collection. */
function queriesOn(database: Connection): Record<string, Query> {
  const of = (name: string) => database.collection<{ _id: string }>(name);
  return {
    schemas: ({ tenantId = '', rows }) =>
      of('catalog')
        .find({ tenantId })
        .sort({ workspaceId: 1, schemaId: 1 })
        .limit(Number(rows))
        .toArray(),
    runs: ({ tenantId = '', rows }) =>
      of('runs')
        .find({ tenantId })
        .sort({ sequence: -1, queuedAt: -1 })
        .limit(Number(rows))
        .toArray(),
    backups: ({ tenantId = '', catalogId = '', rows }) =>
      of('backups')
        .find({ tenantId, ...listed(toCatalogId(catalogId)) })
        .sort({ sequence: -1, createdAt: -1 })
        .limit(Number(rows))
        .toArray(),
    run: ({ id = '' }) => of('runs').findOne({ _id: id }),
  };
}

const config = loadConfig();
const service = await startApp(config, {
  clock: systemClock,
  log: createLog(config.logLevel),
});
const database = await connectDatabase(config.mongodbUri ?? '', config.serviceDatabase);
const queries = queriesOn(database);
const bare = express();
bare.get('/:query', (request, response, next) => {
  const query = queries[request.params.query];
  if (!query) return next();
  query(request.query as Record<string, string>).then((found) => response.json(found), next);
});
const server = bare.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  console.log(`Listening at ${service.url}, bare at http://127.0.0.1:${port}.`);
});
