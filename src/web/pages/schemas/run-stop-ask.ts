import { runId } from '../../../core/ids.ts';
import type { Handler } from '../../reply.ts';

export const runStopAsk: Handler = async ({ params }) => ({ view: 'run-stop-ask', data: { id: runId(params['id']!) } });
