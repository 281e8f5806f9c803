import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply } from '../../handling/reply.ts';
import { formErrorsOf } from '../settings/show-settings.ts';

export const keysChanged = (title: string, body?: string): EffectsReply => ({
  events: ['close-dialog', 'keys-changed'],
  flag: { type: 'success', title, body },
});

/** Does what a dialog asked for; errors are shown beside their fields, in the same dialog. */
export async function saveKeys<Shown>(
  call: Call<'keys'>,
  ask: (call: Call<'keys'>, errors: FieldErrors) => Promise<Shown>,
  title: string,
  save: () => Promise<void>,
): Promise<Shown | EffectsReply> {
  try {
    await save();
    return keysChanged(title);
  } catch (error) {
    const errors = error instanceof InvalidInput ? error.fields : formErrorsOf(error);
    if (!errors) throw error;
    return ask(call, errors);
  }
}
