import type { ObjectInput } from '../../core/assets/model/object-input.ts';
import type { WrittenObject } from '../../core/assets/ports/assets-writer.ts';
import { readAnswer } from '../http/read-json.ts';
import { ApiWrittenObject } from './api-shapes.ts';
import type { AssetsCalls } from './assets-calls.ts';

/** Creates and changes objects (assets-api: A.9). Key, dates and author are the site's own. */
export class CloudObjectWriter {
  readonly #calls: AssetsCalls;

  constructor(calls: AssetsCalls) {
    this.#calls = calls;
  }

  async create(input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> {
    const { id, objectKey } = await this.#calls.create(
      '/object/create',
      'POST object/create',
      bodyOf(input),
      ApiWrittenObject,
      signal,
    );
    return { id, key: objectKey };
  }

  async change(id: string, input: ObjectInput, signal?: AbortSignal): Promise<WrittenObject> {
    const endpoint = 'PUT object/{id}';
    const written = readAnswer(
      await this.#calls.change(
        'PUT',
        `/object/${encodeURIComponent(id)}`,
        endpoint,
        bodyOf(input),
        signal,
      ),
      endpoint,
      ApiWrittenObject,
    );
    return { id: written.id, key: written.objectKey };
  }
}

const bodyOf = ({ typeId, values }: ObjectInput): object => ({
  objectTypeId: typeId,
  attributes: Object.entries(values).map(([id, texts]) => ({
    objectTypeAttributeId: id,
    objectAttributeValues: texts.map((value) => ({ value })),
  })),
});
