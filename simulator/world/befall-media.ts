import { chooseFaults } from '../faults/choose-faults.ts';
import { HttpError } from '../http/http-error.ts';
import type { Befallen, MediaRequest } from '../media/media-host.ts';
import { disturb, refusal, replaceAnswer } from './disturb.ts';
import type { World } from './world.ts';

/** What the site's faults make of a call to the media service under one of its tokens. */
export function befallMedia(
  { settings, random, now }: Pick<World, 'settings' | 'random' | 'now'>,
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
