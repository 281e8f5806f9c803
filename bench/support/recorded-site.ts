import { AssetsCalls } from '../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudReader } from '../../src/atlassian/cloud/cloud-reader.ts';
import type { Http, HttpAnswer } from '../../src/atlassian/http/http.ts';

/**
 * The client over answers that were recorded before: a site that answers at once. What was not
 * recorded is asked of the real one.
 */
export class RecordedSite {
  readonly #answers = new Map<string, HttpAnswer>();
  readonly #ask: Http;
  readonly root: string;
  calls = 0;
  /** Those that ask for objects with their values. */
  valueCalls = 0;

  constructor(root: string, authorization: string) {
    this.root = root;
    this.#ask = async ({ method, url, query, body }) => {
      const answer = await fetch(
        `${url}${query ? `?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}` : ''}`,
        {
          method,
          headers: { authorization, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
      );
      return { status: answer.status, headers: {}, body: Buffer.from(await answer.arrayBuffer()) };
    };
  }

  /** A site over these answers. */
  open(): CloudReader {
    return new CloudReader(
      new AssetsCalls(async (call) => {
        this.calls += 1;
        if (call.query?.['includeAttributes'] === true) this.valueCalls += 1;
        const key = JSON.stringify([call.method, call.url, call.query, call.body]);
        let answer = this.#answers.get(key);
        if (!answer) this.#answers.set(key, (answer = await this.#ask(call)));
        // Whoever reads an answer may give its bytes back.
        return { ...answer, body: Buffer.from(answer.body) };
      }, this.root),
    );
  }

  /** The bodies of object pages, as received. */
  get pages(): Buffer[] {
    return [...this.#answers]
      .filter(([key]) => key.includes('object/aql') && key.includes('"includeAttributes":true'))
      .map(([, answer]) => answer.body);
  }
}
