import { chooseFaults } from '../faults/choose-faults.ts';
import { HttpError } from '../http/http-error.ts';
import type { Random } from '../kernel/random.ts';
import type { Befallen, MediaRequest } from '../media/media-host.ts';
import { disturb, refusal, replaceAnswer } from './disturb.ts';
import type { Settings } from './settings.ts';

interface FaultySite {
  settings: Settings;
  random: Random;
  now: () => number;
}

/** What the site's faults make of a call to the media service under one of its tokens. */
export function befallMedia(
  { settings, random, now }: FaultySite,
  request: MediaRequest,
): Befallen {
  const { disturbance } = chooseFaults(settings.faults, random, { ...request, sent: '' });
  try {
    return {
      before: disturb(settings, disturbance, now()),
      after: replaceAnswer(disturbance),
    };
  } catch (error) {
    if (error instanceof HttpError) return { before: refusal(error), after: undefined };
    throw error;
  }
}
