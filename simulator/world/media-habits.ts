import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { MediaHabits } from '../media/media-host.ts';
import type { Settings } from './settings.ts';

/** How the media service answers whoever has a token of this site. */
export const mediaHabits = (settings: Settings): MediaHabits => ({
  uploads: settings.mediaUploads,
  ranges: settings.mediaRanges,
  cutBytes: settings.mediaCutBytes,
  disturb: (what) => disturb(settings, what),
});

/** @throws HttpError */
function disturb({ absent }: Settings, what: 'upload' | 'bytes'): Answer | undefined {
  const absence = absent[what === 'upload' ? 'attachment-upload' : 'attachment-bytes'];
  if (absence === undefined) return undefined;
  if (absence === 'odd') return { json: [{ answer: 42 }] };
  throw HttpError.of(absence, { error: { code: 'Refused' } });
}
