import type { HttpAnswer } from '../../http/http.ts';
import { unexpected } from '../../http/read-answer.ts';

/** Reads the answer to a call with a sink; nothing is left of it if the sink took it. */
export const wasPoured =
  (endpoint: string) =>
  ({ body }: HttpAnswer): true => {
    if (body.length > 0) throw unexpected(endpoint, 'the file');
    return true;
  };
