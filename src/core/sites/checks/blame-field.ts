import { InvalidInput, Refused } from '../../kernel/errors.ts';

/**
 * Makes a call to a site; a refusal, by its code, becomes a message beside the field that can mend
 * it. @throws InvalidInput, and what else the call throws
 */
export async function blameField<T>(
  call: () => Promise<T>,
  fields: Record<string, Record<string, string>>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const field = error instanceof Refused ? fields[error.code] : undefined;
    if (field) throw new InvalidInput(field, { cause: error });
    throw error;
  }
}
