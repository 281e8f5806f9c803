import type { Log } from '../../core/kernel/log.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import type { Http } from './http.ts';

/** Notes endpoint, status and time of each call; never headers, bodies or queries. */
export function withLog(next: Http, clock: Clock, log: Log): Http {
  return async (call, signal) => {
    const startedAt = clock.monotonicMs();
    try {
      const answer = await next(call, signal);
      const fields = {
        endpoint: call.endpoint,
        status: answer.status,
        ms: Math.round(clock.monotonicMs() - startedAt),
        bytes: answer.body.length,
      };
      if (answer.status >= 500) log.warn(fields, 'Atlassian failed.');
      else log.debug(fields, 'Atlassian answered.');
      return answer;
    } catch (error) {
      log.debug(
        {
          endpoint: call.endpoint,
          ms: Math.round(clock.monotonicMs() - startedAt),
          why: error instanceof Error ? error.message : 'unknown',
        },
        'A call to Atlassian failed.',
      );
      throw error;
    }
  };
}
