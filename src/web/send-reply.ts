import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Effects, ReplyFile } from './handling/reply.ts';
import type { Reply } from './routes/route.ts';
import type { ViewModels } from './routes/view-models.ts';
import type { Views } from './view/views.ts';

/** How views become HTML. */
export interface Rendering {
  views: Views<ViewModels>;
  layout: { hostScript: string };
}

/**
 * Sends what a handler answered: a view, inside the layout where it is asked for as a page, a file,
 * or effects alone.
 */
export async function sendReply(
  response: Response,
  reply: Reply,
  as: 'page' | 'fragment',
  rendering: Rendering,
): Promise<void> {
  if (reply.view !== undefined) {
    setEffects(response, reply);
    const { view, model } = reply;
    const { views, layout } = rendering;
    const html = as === 'page' ? views.page(view, model, layout) : views.render(view, model);
    response.status(200).type('html').send(html);
  } else if (reply.file) {
    await sendFile(response, reply.file);
  } else {
    setEffects(response, reply);
    response.status(204).end();
  }
}

function setEffects(response: Response, effects: Effects): void {
  const triggers = triggersOf(effects);
  if (triggers !== undefined) response.setHeader('HX-Trigger', triggers);
}

/** The header that htmx reads them from: a flag is an event with its text. Undefined for none. */
export function triggersOf({ flag, events = [] }: Effects): string | undefined {
  const triggers: Record<string, unknown> = Object.fromEntries(
    events.map((event) => [event, true]),
  );
  if (flag) triggers['flag'] = flag;
  return Object.keys(triggers).length > 0 ? asciiJson(triggers) : undefined;
}

/**
 * Nothing is wrong if the client goes away in the middle of a download; any other failure ends the
 * connection, so that half a file is not taken for a whole one.
 */
async function sendFile(response: Response, { name, type, size, parts }: ReplyFile): Promise<void> {
  response.status(200).attachment(name).type(type);
  if (size !== undefined) response.setHeader('content-length', size);
  try {
    await pipeline(Readable.from(parts), response);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Headers carry ASCII only. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
