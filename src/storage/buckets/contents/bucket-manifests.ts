import { z } from 'zod';
import { inBatches } from '../../../core/kernel/collections/in-batches.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { FORMAT_VERSION } from '../../vault/headers/format-version.ts';
import type { HeaderDocument } from '../../vault/headers/header-document.ts';
import type {
  ManifestDocument,
  ManifestKind,
  ManifestMirror,
} from '../../vault/headers/manifest-mirror.ts';
import type { PartDocument } from '../../vault/headers/part-store.ts';
import type { Bucket } from '../client/bucket.ts';
import { headerIn, keysOfManifests, type BucketOwner, type HeaderKey } from './bucket-keys.ts';
import type { BucketRecord, BucketRecords, PackFacts } from './bucket-records.ts';
import { emptyKey } from './empty-keys.ts';
import { sideBySide } from './side-by-side.ts';

/** What the objects of manifests look like, for whoever reads them later. */
const VERSION = 1;
/** Objects that are read side by side. */
const AT_ONCE = 8;

const sealed = z.string().transform((text) => Buffer.from(text, 'base64'));
const fields = { _id: z.string(), runId: z.string(), fence: z.number(), size: z.number() };
const Packs = z.array(
  z.object({
    pack: z.string(),
    kind: z.enum(['data', 'segment', 'spill']),
    raw: z.number(),
    size: z.number(),
    versionId: z.string().optional(),
    lockedUntil: z.coerce.date().optional(),
  }),
);
const Header = z.object({ ...fields, formatVersion: z.number(), data: sealed });
const Part = z.object({
  ...fields,
  backupId: z.string(),
  part: z.string(),
  revision: z.number(),
  holder: z.string(),
  formatVersion: z.number(),
  data: sealed,
});
const version = z.literal(VERSION);
const HeaderObject = z.object({ version, packs: Packs, document: Header });
const PartObject = z.object({ version, packs: Packs, document: Part });
type HeaderObject = z.output<typeof HeaderObject>;
type PartObject = z.output<typeof PartObject>;

/**
 * One backup as found in a bucket: documents without their scope, and the packs they name. A header
 * that can't be read is there as well, as one that doesn't open.
 */
export interface MirroredBackup {
  id: RunId;
  headers: Omit<HeaderDocument, 'tenantId'>[];
  parts: Omit<PartDocument, 'tenantId'>[];
  packs: PackFacts[];
}

/**
 * Headers and parts as objects beside the packs, so that a bucket alone can be attached. They are
 * sealed as in the database; the sizes of packs beside them are visible in any listing.
 */
export class BucketManifests implements ManifestMirror {
  readonly #bucket: Bucket;
  readonly #owner: BucketOwner;
  readonly #records: Pick<BucketRecords, 'find'>;

  constructor(bucket: Bucket, owner: BucketOwner, records: Pick<BucketRecords, 'find'>) {
    this.#bucket = bucket;
    this.#owner = owner;
    this.#records = records;
  }

  async put(
    kind: ManifestKind,
    document: ManifestDocument,
    packs: readonly string[],
  ): Promise<void> {
    const records = await this.#records.find([...new Set(packs)]);
    const plain = kind === 'header' ? HeaderObject : PartObject;
    const data = storedBytes(document.data).toString('base64');
    // Checked before writing: a document of another shape is not written.
    const checked = plain.shape.document.parse({ ...document, data });
    const text = JSON.stringify({
      version: VERSION,
      document: { ...checked, data },
      packs: records.map(factsOf),
    });
    await this.#bucket.putNew(this.#keyOf(kind, document._id), Buffer.from(text));
  }

  async remove(kind: ManifestKind, ids: readonly string[]): Promise<void> {
    await sideBySide(ids, async (id) => {
      const key = this.#keyOf(kind, id);
      if (!(await this.#bucket.remove({ key }))) await emptyKey(this.#bucket, key);
    });
  }

  async ids(kind: ManifestKind): Promise<ReadonlySet<string>> {
    const begin = keysOfManifests(this.#owner, kind);
    const ids = new Set<string>();
    for await (const { key } of this.#bucket.list(begin)) ids.add(key.slice(begin.length));
    return ids;
  }

  async isEmpty(): Promise<boolean> {
    const begin = keysOfManifests(this.#owner, 'header');
    for await (const { key } of this.#bucket.list(begin))
      if (headerIn(this.#owner, key)) return false;
    return true;
  }

  /**
   * The first `limit` backups behind an id, in the order of their ids: fewer only where the bucket
   * has no more.
   */
  async *backups(after: string, limit: number): AsyncGenerator<MirroredBackup> {
    const begin = keysOfManifests(this.#owner, 'header');
    let [keys, left] = [[] as HeaderKey[], limit];
    // A slash comes behind the dot that ends an id.
    for await (const { key } of this.#bucket.list(begin, after && `${begin}${after}/`)) {
      const next = headerIn(this.#owner, key);
      if (!next) continue;
      const [before] = keys;
      if (before && before.runId !== next.runId) {
        yield await this.#read(before.runId, keys);
        [keys, left] = [[], left - 1];
        if (left === 0) return;
      }
      keys.push(next);
    }
    const [last] = keys;
    if (last) yield this.#read(last.runId, keys);
  }

  async #read(id: RunId, headerKeys: readonly HeaderKey[]): Promise<MirroredBackup> {
    const partKeys: { key: string }[] = [];
    const ofBackup = `${keysOfManifests(this.#owner, 'part')}${id}/`;
    for await (const { key } of this.#bucket.list(ofBackup)) partKeys.push({ key });
    const headers = await this.#readEach(headerKeys, readHeader);
    const parts = await this.#readEach(partKeys, readPart);
    const packs = [...headers, ...parts].flatMap((object) => object.packs);
    return {
      id,
      headers: headers.map(({ document }) => document),
      parts: parts.map(({ document }) => document),
      packs,
    };
  }

  /** Without those that are gone by now, and those that `read` makes nothing of. */
  async #readEach<K extends { key: string }, T>(
    keys: readonly K[],
    read: (bytes: Buffer, key: K) => T | undefined,
  ): Promise<T[]> {
    const objects: T[] = [];
    for (const some of inBatches(keys, AT_ONCE)) {
      const found = await Promise.all(
        some.map(async (key) => {
          const bytes = await this.#bucket.read(key.key);
          return bytes && read(bytes, key);
        }),
      );
      objects.push(...found.filter((object) => object !== undefined));
    }
    return objects;
  }

  #keyOf(kind: ManifestKind, id: string): string {
    return `${keysOfManifests(this.#owner, kind)}${id}`;
  }
}

/** One that can't be read stays damaged under its id: nobody knows which packs it needs. */
function readHeader(bytes: Buffer, { id, runId, fence }: HeaderKey): HeaderObject {
  const size = bytes.length;
  const data = Buffer.from(bytes);
  const asFound = { _id: id, runId, fence, formatVersion: FORMAT_VERSION, size, data };
  const damaged: HeaderObject = { version: VERSION, packs: [], document: asFound };
  return readObject(bytes, HeaderObject) ?? damaged;
}

/** None that can't be read: what it was for is then missing, and reported as such. */
const readPart = (bytes: Buffer): PartObject | undefined => readObject(bytes, PartObject);

function readObject<T>(bytes: Buffer, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(JSON.parse(String(bytes))).data;
  } catch {
    return undefined;
  }
}

const factsOf = ({ pack, kind, raw, size, versionId, lockedUntil }: BucketRecord): PackFacts => ({
  pack,
  kind,
  raw,
  size,
  versionId,
  lockedUntil,
});
