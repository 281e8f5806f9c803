import { z } from 'zod';
import { text } from './fields.ts';

const MAX_NAME = 1_000;

/** The name that is typed before something is deleted for good. */
export const NameConfirmation = z.object({ name: text(MAX_NAME) });
