import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectsV2CommandInput,
  type ListObjectsV2Output,
  type ListObjectVersionsOutput,
} from '@aws-sdk/client-s3';
import type { BucketCalls } from './bucket-calls.ts';

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

/** What is in a bucket, page by page. @throws BucketFailure */
export class BucketLists {
  protected readonly calls: BucketCalls;

  constructor(calls: BucketCalls) {
    this.calls = calls;
  }

  /** In the order of their keys; those that come behind `after`. */
  async *list(prefix: string, after?: string): AsyncGenerator<ListedObject> {
    const from = after === undefined ? {} : { StartAfter: this.calls.fullKey(after) };
    const asked = { Prefix: this.calls.fullKey(prefix), ...from };
    for await (const { Contents = [] } of this.#pages(asked))
      for (const { Key = '', Size = 0, LastModified } of Contents)
        yield { key: this.calls.keyOf(Key), size: Size, putAt: LastModified };
  }

  /** What follows a prefix up to the next slash, of all keys that have one there. */
  async *folders(prefix: string): AsyncGenerator<string> {
    const asked = { Prefix: this.calls.fullKey(prefix), Delimiter: '/' };
    for await (const { CommonPrefixes = [] } of this.#pages(asked))
      for (const { Prefix = '' } of CommonPrefixes) yield this.calls.keyOf(Prefix);
  }

  /** Every version and delete marker, where the service knows versions; else the objects. */
  async *versions(prefix: string): AsyncGenerator<ObjectVersion> {
    for await (const { Versions = [], DeleteMarkers = [] } of this.#versionPages(prefix))
      for (const { Key = '', VersionId } of [...Versions, ...DeleteMarkers])
        yield {
          key: this.calls.keyOf(Key),
          versionId: VersionId === 'null' ? undefined : VersionId,
        };
  }

  async *#pages(asked: Partial<ListObjectsV2CommandInput>): AsyncGenerator<ListObjectsV2Output> {
    let token: string | undefined;
    do {
      const page = token === undefined ? {} : { ContinuationToken: token };
      const command = new ListObjectsV2Command({ Bucket: this.calls.bucket, ...asked, ...page });
      const answer = await this.calls.send((client, limit) => client.send(command, limit));
      yield answer;
      token = answer.IsTruncated ? answer.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async *#versionPages(prefix: string): AsyncGenerator<ListObjectVersionsOutput> {
    const asked = { Bucket: this.calls.bucket, Prefix: this.calls.fullKey(prefix) };
    let answer: ListObjectVersionsOutput = {};
    do {
      // A service may refuse a marker that is there and empty.
      const KeyMarker = answer.NextKeyMarker || undefined;
      const VersionIdMarker = answer.NextVersionIdMarker || undefined;
      const command = new ListObjectVersionsCommand({ ...asked, KeyMarker, VersionIdMarker });
      answer = await this.calls.send((client, limit) => client.send(command, limit));
      yield answer;
    } while (answer.IsTruncated);
  }
}
