import type { z } from 'zod';
import {
  AssetsCalls,
  type AssetsChange,
  type AssetsCreate,
} from '../../cloud/calls/assets-calls.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { serverBody } from './server-body.ts';

/** Calls Assets of Data Center: what is written has its form there. */
export class ServerCalls extends AssetsCalls {
  override create<S extends z.ZodType>(
    call: AssetsCreate<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    return super.create({ ...call, body: serverBody(call.body) }, signal);
  }

  override change(call: AssetsChange, signal?: AbortSignal): Promise<HttpAnswer> {
    const body = call.body && serverBody(call.body);
    return super.change({ ...call, body }, signal);
  }
}
