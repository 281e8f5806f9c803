import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectsV2CommandInput,
  type ListObjectsV2Output,
  type ListObjectVersionsOutput,
} from '@aws-sdk/client-s3';
import type { BucketCalls } from './bucket-calls.ts';
import { BucketFailure } from './bucket-failure.ts';
import { pagesOf, type ListPlace } from './pages-of.ts';

export interface ListedObject {
  key: string;
  size: number;
  /** When it was put, by the clock of the service. */
  putAt: Date | undefined;
}

/** One version of an object; without a `versionId` the only one. */
export interface ObjectVersion {
  key: string;
  versionId?: string | undefined;
}

export interface ListedVersion extends ObjectVersion {
  /** Whether it stands for a deletion, and has no content. */
  isMarker: boolean;
  /** When it was put, by the clock of the service. */
  putAt: Date | undefined;
}

/** What is in a bucket, page by page. @throws BucketFailure */
export class BucketLists {
  protected readonly calls: BucketCalls;

  constructor(calls: BucketCalls) {
    this.calls = calls;
  }

  /** In the order of their keys; those that come behind `after`, also where it is not known. */
  async *list(prefix: string, after?: string): AsyncGenerator<ListedObject> {
    const from = after === undefined ? {} : { StartAfter: this.calls.fullKey(after) };
    const asked = { Prefix: this.calls.fullKey(prefix), ...from };
    for await (const { Contents = [] } of this.#pages(asked))
      for (const { Key, Size = 0, LastModified } of Contents) {
        const key = this.#keyWithin(asked.Prefix, Key);
        if (after === undefined || key > after) yield { key, size: Size, putAt: LastModified };
      }
  }

  /** What follows a prefix up to the next slash, of all keys that have one there. */
  async *folders(prefix: string): AsyncGenerator<string> {
    const asked = { Prefix: this.calls.fullKey(prefix), Delimiter: '/' };
    for await (const { CommonPrefixes = [] } of this.#pages(asked))
      for (const { Prefix } of CommonPrefixes) yield this.#keyWithin(asked.Prefix, Prefix);
  }

  /**
   * Every version and delete marker in the order of their keys, where the service knows versions;
   * else the objects. Of one key, the markers of a page come last.
   */
  async *versions(prefix: string): AsyncGenerator<ListedVersion> {
    for await (const page of this.#versionPages(prefix)) {
      const listed = versionsOf(page).map(({ Key, VersionId, LastModified, isMarker }) => ({
        key: this.#keyWithin(this.calls.fullKey(prefix), Key),
        versionId: VersionId === 'null' ? undefined : VersionId,
        isMarker,
        putAt: LastModified,
      }));
      yield* listed.toSorted(byKey);
    }
  }

  /** What is named may be deleted. @throws BucketFailure where it is not what was asked for */
  #keyWithin(prefix: string, named: string | undefined): string {
    if (!named?.startsWith(prefix)) throw new BucketFailure('strange', { code: 'PrefixIgnored' });
    return this.calls.keyOf(named);
  }

  #pages(asked: Partial<ListObjectsV2CommandInput>): AsyncGenerator<ListObjectsV2Output> {
    const ask = (place: ListPlace): Promise<ListObjectsV2Output> => {
      const command = new ListObjectsV2Command({ Bucket: this.calls.bucket, ...asked, ...place });
      return this.calls.send((client, limit) => client.send(command, limit));
    };
    return pagesOf({ ask, placeAfter, namesOf });
  }

  #versionPages(prefix: string): AsyncGenerator<ListObjectVersionsOutput> {
    const asked = { Bucket: this.calls.bucket, Prefix: this.calls.fullKey(prefix) };
    const ask = (place: ListPlace): Promise<ListObjectVersionsOutput> => {
      const command = new ListObjectVersionsCommand({ ...asked, ...place });
      return this.calls.send((client, limit) => client.send(command, limit));
    };
    return pagesOf({ ask, placeAfter: placeAfterVersions, namesOf: namesOfVersions });
  }
}

const namesOf = ({ Contents = [], CommonPrefixes = [] }: ListObjectsV2Output): string[] =>
  [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)].flatMap(
    (name) => name ?? [],
  );

/** Some services say that there is more, and not where. */
function placeAfter(answer: ListObjectsV2Output): ListPlace | undefined {
  if (!answer.IsTruncated) return undefined;
  const { NextContinuationToken } = answer;
  if (NextContinuationToken) return { ContinuationToken: NextContinuationToken };
  const last = namesOf(answer).toSorted().at(-1);
  return last === undefined ? undefined : { StartAfter: last };
}

const versionsOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsOutput) => [
  ...Versions.map((version) => ({ ...version, isMarker: false })),
  ...DeleteMarkers.map((marker) => ({ ...marker, isMarker: true })),
];

function byKey(a: ListedVersion, b: ListedVersion): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

const namesOfVersions = (answer: ListObjectVersionsOutput): string[] =>
  versionsOf(answer).map(({ Key = '', VersionId = '' }) => `${Key} ${VersionId}`);

/** A service may refuse a marker that is there and empty. */
function placeAfterVersions(answer: ListObjectVersionsOutput): ListPlace | undefined {
  if (!answer.IsTruncated) return undefined;
  const { NextKeyMarker, NextVersionIdMarker } = answer;
  if (NextKeyMarker && NextVersionIdMarker)
    return { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
  const keys = versionsOf(answer).map(({ Key = '' }) => Key);
  const last = NextKeyMarker || keys.toSorted().at(-1);
  return last ? { KeyMarker: last } : undefined;
}
