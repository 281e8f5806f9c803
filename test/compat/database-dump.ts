/** All documents and indexes of the databases of a service, as text. */
import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

interface DumpedIndex {
  name: string;
  key: Record<string, number>;
  unique?: boolean;
  sparse?: boolean;
}
export interface DumpedCollection {
  indexes: DumpedIndex[];
  documents: mongoose.mongo.Document[];
}
type DumpedDatabase = Record<string, DumpedCollection>;
export type DatabaseRole = 'service' | 'storage';
export type Dump = Record<DatabaseRole, DumpedDatabase>;

/** Work on the server of this address. */
export async function withClient<T>(
  uri: string,
  work: (client: mongoose.mongo.MongoClient) => Promise<T>,
): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { retryWrites: false });
  try {
    return await work(await client.connect());
  } finally {
    await client.close();
  }
}

/** Reads whole databases; numbers keep their types. */
export function dumpDatabases(uri: string, names: Record<DatabaseRole, string>): Promise<Dump> {
  return withClient(uri, async (client) => ({
    service: await dumpDatabase(client.db(names.service)),
    storage: await dumpDatabase(client.db(names.storage)),
  }));
}

async function dumpDatabase(database: mongoose.mongo.Db): Promise<DumpedDatabase> {
  const listed = await database.listCollections({}, { nameOnly: true }).toArray();
  const dumped: DumpedDatabase = {};
  for (const name of listed.map((each) => each.name).sort()) {
    const collection = database.collection(name);
    const documents = await collection.find({}, { promoteValues: false }).toArray();
    dumped[name] = { indexes: (await collection.indexes()).map(toIndex), documents };
  }
  return dumped;
}

function toIndex({ name, key, unique, sparse }: mongoose.mongo.Document): DumpedIndex {
  return { name, key, ...(unique ? { unique } : {}), ...(sparse ? { sparse } : {}) };
}

/** Canonical extended JSON, a document a line. */
export function dumpToText(dump: Dump): string {
  const lines: string[] = [];
  for (const [role, collections] of Object.entries(dump)) {
    for (const [collection, { indexes, documents }] of Object.entries(collections)) {
      lines.push(JSON.stringify({ role, collection, indexes }));
      lines.push(...documents.map((document) => EJSON.stringify(document, { relaxed: false })));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Documents keep the types of their numbers unless `relaxed`. */
export function dumpFromText(text: string, { relaxed = false } = {}): Dump {
  const dump: Dump = { service: {}, storage: {} };
  let current: DumpedCollection | undefined;
  for (const line of text.split('\n').filter(Boolean)) {
    if (line.startsWith('{"role":')) {
      const { role, collection, indexes } = JSON.parse(line);
      current = { indexes, documents: [] };
      dump[role === 'storage' ? 'storage' : 'service'][collection] = current;
    } else current?.documents.push(EJSON.parse(line, { relaxed }));
  }
  return dump;
}
