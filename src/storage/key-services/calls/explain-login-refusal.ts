import { z } from 'zod';
import type { JsonAnswer } from './ask-json.ts';
import { KeyServiceFailure } from './key-service-failure.ts';

const LoginRefusal = z.object({
  error: z.string(),
  error_codes: z.array(z.number()).default([]),
});

const UNKNOWN_TENANT = 90_002;
const UNKNOWN_CLIENT = 700_016;
const EXPIRED_SECRET = 7_000_222;

/** What Microsoft Entra ID's codes mean (AADSTS…); its own words hold ids, and aren't repeated. */
export function explainLoginRefusal({ status, body }: JsonAnswer): KeyServiceFailure {
  const read = LoginRefusal.safeParse(body);
  if (!read.success || status >= 500 || status === 429)
    return new KeyServiceFailure(
      'azureLogin',
      'Microsoft Entra ID is busy, or something else answers at this address. Check the sign-in address.',
      { code: `status ${status}`, isSilent: true },
    );
  const { error, error_codes: codes } = read.data;
  const code = [error, ...codes].join(' ');
  if (codes.includes(UNKNOWN_TENANT) || error === 'invalid_tenant')
    return new KeyServiceFailure('azureTenant', "This directory doesn't exist. Check its ID.", {
      code,
    });
  if (codes.includes(UNKNOWN_CLIENT) || error === 'unauthorized_client')
    return new KeyServiceFailure(
      'azureClient',
      "This directory doesn't have this application. Check both IDs.",
      { code },
    );
  if (codes.includes(EXPIRED_SECRET))
    return new KeyServiceFailure(
      'azureSecret',
      'This client secret has expired. Create a new one and enter its value.',
      { code },
    );
  return new KeyServiceFailure(
    'azureSecret',
    'Microsoft Entra ID refuses this client secret. Enter its value, not its ID.',
    { code },
  );
}
