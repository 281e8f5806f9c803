import type { z } from 'zod';
import {
  AssetsCalls,
  type AssetsChange,
  type AssetsCreate,
} from '../../assets/calls/assets-calls.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { dataCenterBody, type FilterName } from './data-center-body.ts';

/** Calls Assets on Data Center; bodies are translated into its form. */
export class DataCenterCalls extends AssetsCalls {
  readonly #filterName: FilterName;

  /** `filterName`: what this version calls the filter of an attribute. */
  constructor(http: Http, root: string, filterName: FilterName) {
    super(http, root);
    this.#filterName = filterName;
  }

  override create<S extends z.ZodType>(
    call: AssetsCreate<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    return super.create({ ...call, body: dataCenterBody(call.body, this.#filterName) }, signal);
  }

  override change(call: AssetsChange, signal?: AbortSignal): Promise<HttpAnswer> {
    const body = call.body && dataCenterBody(call.body, this.#filterName);
    return super.change({ ...call, body }, signal);
  }
}
