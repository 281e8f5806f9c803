import type { ObjectInput } from '../../../core/assets/model/object-input.ts';
import type { WrittenObject } from '../../../core/assets/ports/assets-writer.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import { ApiWrittenObject } from '../shapes/api-created.ts';

/** Creates and changes objects (assets-api: A.9). Key, dates and author are the site's own. */
export class AssetsObjectWriter {
  readonly #calls: AssetsCalls;

  constructor(calls: AssetsCalls) {
    this.#calls = calls;
  }

  async createObject(input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> {
    const { id, objectKey } = await this.#calls.create(
      {
        path: '/object/create',
        endpoint: 'POST object/create',
        body: objectBody(input),
        shape: ApiWrittenObject,
      },
      signal,
    );
    return { id, key: objectKey };
  }

  async updateObject(
    objectId: string,
    input: ObjectInput,
    signal?: AbortSignal,
  ): Promise<WrittenObject> {
    const path = `/object/${encodeURIComponent(objectId)}`;
    const endpoint = 'PUT object/{id}';
    const read = (each: HttpAnswer) => readAnswer(each, endpoint, ApiWrittenObject);
    const check = (each: HttpAnswer): void => void read(each);
    const answer = await this.#calls.change(
      { method: 'PUT', path, endpoint, body: objectBody(input), check, dispensable: true },
      signal,
    );
    const { id, objectKey } = read(answer);
    return { id, key: objectKey };
  }
}

const objectBody = ({ typeId, values }: ObjectInput): object => ({
  objectTypeId: typeId,
  attributes: Object.entries(values).map(([id, texts]) => ({
    objectTypeAttributeId: id,
    objectAttributeValues: texts.map((value) => ({ value })),
  })),
});
