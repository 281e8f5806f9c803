import { z } from 'zod';
import { runId as asRunId, type RunId } from '../../../core/kernel/ids.ts';
import { storedBytes } from '../../stored-bytes.ts';
import type { HeaderDocument } from '../../vault/headers/header-document.ts';
import type {
  ManifestDocument,
  ManifestKind,
  ManifestMirror,
} from '../../vault/headers/manifest-mirror.ts';
import type { PartDocument } from '../../vault/headers/part-store.ts';
import type { Bucket } from '../client/bucket.ts';
import { keysOfManifests, type BucketOwner } from './bucket-keys.ts';
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

/** One backup as found in a bucket: documents without their scope, and the packs they name. */
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
    for await (const _any of this.#bucket.list(keysOfManifests(this.#owner, 'header')))
      return false;
    return true;
  }

  /** The first `limit` backups behind an id, in the order of their ids. */
  async *backups(after: string, limit: number): AsyncGenerator<MirroredBackup> {
    const begin = keysOfManifests(this.#owner, 'header');
    let [run, keys, left] = ['', [] as string[], limit];
    // A slash comes behind the dot that ends an id.
    for await (const { key } of this.#bucket.list(begin, after && `${begin}${after}/`)) {
      const next = key.slice(begin.length, key.indexOf('.', begin.length));
      if (next !== run && keys.length > 0) {
        yield await this.#read(asRunId(run), keys);
        [keys, left] = [[], left - 1];
        if (left === 0) return;
      }
      run = next;
      keys.push(key);
    }
    if (keys.length > 0) yield this.#read(asRunId(run), keys);
  }

  async #read(id: RunId, headerKeys: readonly string[]): Promise<MirroredBackup> {
    const partKeys: string[] = [];
    const ofBackup = `${keysOfManifests(this.#owner, 'part')}${id}/`;
    for await (const { key } of this.#bucket.list(ofBackup)) partKeys.push(key);
    const headers = await this.#readEach(headerKeys, HeaderObject);
    const parts = await this.#readEach(partKeys, PartObject);
    const packs = [...headers, ...parts].flatMap((object) => object.packs);
    return {
      id,
      headers: headers.map(({ document }) => document),
      parts: parts.map(({ document }) => document),
      packs,
    };
  }

  /** Without those that can't be read: what they were for is then missing, and reported as such. */
  async #readEach<T>(keys: readonly string[], shape: z.ZodType<T>): Promise<T[]> {
    const read: T[] = [];
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const some = keys.slice(at, at + AT_ONCE).map((key) => this.#bucket.read(key));
      for (const bytes of await Promise.all(some)) read.push(...readObject(bytes, shape));
    }
    return read;
  }

  #keyOf(kind: ManifestKind, id: string): string {
    return `${keysOfManifests(this.#owner, kind)}${id}`;
  }
}

function readObject<T>(bytes: Buffer | undefined, shape: z.ZodType<T>): T[] {
  try {
    const { data, success } = shape.safeParse(JSON.parse(String(bytes)));
    return success ? [data] : [];
  } catch {
    return [];
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
