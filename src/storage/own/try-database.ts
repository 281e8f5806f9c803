import { randomBytes } from 'node:crypto';
import type { Connection, mongo } from 'mongoose';
import { InvalidInput } from '../../core/kernel/errors.ts';
import { storedBytes } from '../stored-bytes.ts';

/** The largest document that a storage writes, and some room. */
const LARGE_BYTES = 1_900_000;
const RACERS = 8;
const DUPLICATE = 11000;
/** Unauthorized, and what Atlas answers in its place. */
const NO_RIGHT = new Set([13, 8000]);

interface ProbeDocument {
  _id: string;
  word?: string;
  taken?: number;
  data?: Buffer;
}
type Probe = mongo.Collection<ProbeDocument>;

interface Step {
  /** What the user must be allowed to do, as "can't …" continues. */
  right: string;
  run: (probe: Probe) => Promise<void>;
}

/** What a storage does all day, each once, on a collection that is dropped in the end. */
const STEPS: Step[] = [
  {
    right: 'create collections and indexes',
    run: async (probe) => {
      await probe.createIndex({ word: 1 }, { unique: true });
    },
  },
  { right: 'write', run: (probe) => insert(probe, { _id: 'a', word: 'a' }) },
  { right: 'read', run: readBack },
  { right: 'write', run: meetUniqueIndex },
  { right: 'write', run: race },
  { right: 'write', run: writeLarge },
  {
    right: 'delete',
    run: async (probe) => {
      await probe.deleteMany({});
    },
  },
];

/**
 * Tries everything that a storage needs of a database. What it wrote is gone in the end.
 * @throws InvalidInput `user` or `database`; what the driver failed with otherwise
 */
export async function tryDatabase(connection: Connection): Promise<void> {
  const name = `assets_backup_probe_${randomBytes(6).toString('hex')}`;
  const probe = connection.getClient().db(connection.name).collection<ProbeDocument>(name);
  try {
    for (const { right, run } of STEPS) await allowed(right, connection.name, () => run(probe));
  } finally {
    await probe.drop().catch(() => undefined); // a user who may not create it may not drop it
  }
}

async function allowed(right: string, database: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!NO_RIGHT.has((error as { code?: number }).code ?? 0)) throw error;
    throw new InvalidInput(
      {
        user: `This user can't ${right} in the database ${database}. Give it the role readWrite there.`,
      },
      { cause: error },
    );
  }
}

async function insert(probe: Probe, document: ProbeDocument): Promise<void> {
  await probe.insertOne(document);
}

async function readBack(probe: Probe): Promise<void> {
  const found = await probe.findOne({ _id: 'a' });
  if (found?.word !== 'a')
    throw lacks("What was written can't be read back. Check that the server is the primary.");
}

async function meetUniqueIndex(probe: Probe): Promise<void> {
  const isRefused = await insert(probe, { _id: 'b', word: 'a' }).then(
    () => false,
    (error: { code?: number }) => {
      if (error.code === DUPLICATE) return true;
      throw error;
    },
  );
  if (!isRefused) throw lacks("Unique indexes don't work here, which backups need.");
}

/** Of many that change the same document at once, one may win. */
async function race(probe: Probe): Promise<void> {
  const filter = { _id: 'a', taken: { $exists: false } };
  const answers = await Promise.all(
    Array.from({ length: RACERS }, (_none, at) => probe.updateOne(filter, { $set: { taken: at } })),
  );
  const won = answers.reduce((sum, { modifiedCount }) => sum + modifiedCount, 0);
  if (won !== 1) throw lacks('Two changes at once overwrite each other here, which backups need.');
}

async function writeLarge(probe: Probe): Promise<void> {
  const data = randomBytes(LARGE_BYTES);
  try {
    await insert(probe, { _id: 'large', word: 'large', data });
  } catch (error) {
    if (NO_RIGHT.has((error as { code?: number }).code ?? 0)) throw error;
    throw new InvalidInput(
      { database: "Documents of 1.9 MB can't be stored here. Check its limits and free space." },
      { cause: error },
    );
  }
  const stored = (await probe.findOne({ _id: 'large' }))?.data;
  if (!stored || !data.equals(storedBytes(stored)))
    throw lacks('A large document came back changed.');
}

const lacks = (why: string): InvalidInput => new InvalidInput({ database: `${why} Use another.` });
