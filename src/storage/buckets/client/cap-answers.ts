import { pipeline, Readable, Transform } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { BucketFailure } from './bucket-failure.ts';

/** The largest object that we put, and some room. */
const MAX_ANSWER_BYTES = 72 << 20;

/** What the client reads an answer from. */
interface Answer {
  body?: unknown;
}

/** An answer of this client has an end, whatever the service sends. */
export function capAnswers(client: S3Client, most = MAX_ANSWER_BYTES): void {
  client.middlewareStack.add(
    (next) => async (asked) => {
      const result = await next(asked);
      const answer = result.response as Answer;
      if (answer.body instanceof Readable) answer.body = capped(answer.body, most);
      return result;
    },
    // As near to the connection as can be: before anything reads the answer.
    { step: 'deserialize', priority: 'low', name: 'capAnswers' },
  );
}

/** The same bytes, which end with an error once they are too many. */
function capped(body: Readable, most: number): Readable {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= most) done(null, chunk);
      else done(new BucketFailure('strange', { code: 'AnswerTooLarge' }));
    },
  });
  return pipeline(body, counter, () => undefined); // whoever reads it hears of the error
}
