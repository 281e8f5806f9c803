import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';
import { areCertificates, NO_CERTIFICATE } from '../are-certificates.ts';
import { mandatoryText, mistakesOf, secretText } from '../read-form.ts';

const MAX_PASSWORD = 2_000;
const MAX_CERTIFICATE = 200_000;
const TOKEN = 'Personal access token';
/** Stands instead of a secret that only agents know. */
const HELD_BY_AGENT = 'held by the agent';

const Instance = z.object({
  name: mandatoryText('Name', 100),
  siteUrl: mandatoryText('URL', 500),
  signIn: z.enum(['token', 'password', 'agent']).catch('token'),
  token: secretText(TOKEN).default(''),
  userName: z.string().trim().max(254, 'User name can have up to 254 characters').default(''),
  /** As it was typed: spaces may be a part of it. */
  password: z.string().max(MAX_PASSWORD, 'Password can have up to 2,000 characters').default(''),
  certificate: z
    .string()
    .trim()
    .max(MAX_CERTIFICATE, 'Certificates can have up to 200,000 characters')
    .refine((text) => text === '' || areCertificates(text), NO_CERTIFICATE)
    .default(''),
  /** Where its new backups go; empty: where those of the tenant's own site do. */
  storageId: z.string().trim().default(''),
});

/** A Data Center instance as it was typed. */
export interface DataCenterInput {
  name: string;
  siteUrl: string;
  /** Null: a personal access token signs in. */
  userName: string | null;
  /** The token or the password; empty where the stored one stays. */
  secret: string;
  certificate: string | null;
  storageId: string;
  /** Its agents carry the calls, and sign in: nothing is stored of the account. */
  byAgent: boolean;
}

/** How the stored secret signs in; undefined where none is stored. */
export interface StoredSignIn {
  userName: string | null;
  byAgent: boolean;
}

/**
 * Reads the fields of a Data Center instance. The secret may stay empty where the one that is
 * stored was typed for this very account. @throws InvalidInput with a message for every wrong field
 */
export function readDataCenterInput(
  input: unknown,
  stored: StoredSignIn | undefined,
): DataCenterInput {
  const parsed = Instance.safeParse(input);
  const fields = mistakesOf(parsed.error);
  if (!parsed.success) throw new InvalidInput(fields);
  const { signIn, token, userName, password, certificate, ...rest } = parsed.data;
  if (signIn === 'agent') {
    if (Object.keys(fields).length > 0) throw new InvalidInput(fields);
    return { ...rest, userName: null, secret: HELD_BY_AGENT, certificate: null, byAgent: true };
  }
  const account =
    signIn === 'token' ? { userName: null, secret: token } : { userName, secret: password };
  if (account.userName === '') fields['userName'] = 'User name is mandatory';
  const isKept = stored !== undefined && !stored.byAgent && stored.userName === account.userName;
  if (account.secret === '' && !isKept)
    fields[fieldOfSecret(account)] = secretNeeded(account, stored !== undefined);
  if (Object.keys(fields).length > 0) throw new InvalidInput(fields);
  const authority = certificate === '' ? null : certificate;
  return { ...rest, ...account, certificate: authority, byAgent: false };
}

/** The field that holds what signs in. */
export const fieldOfSecret = ({
  userName,
}: Pick<StoredSignIn, 'userName'>): 'token' | 'password' =>
  userName === null ? 'token' : 'password';

function secretNeeded({ userName }: Pick<StoredSignIn, 'userName'>, isStored: boolean): string {
  if (userName === null) return `${TOKEN} is mandatory`;
  return isStored
    ? 'Enter the password: the saved sign-in is of another account.'
    : 'Password is mandatory';
}
