import { z } from 'zod';
import { explainLoginRefusal } from './calls/explain-login-refusal.ts';
import { explainVaultRefusal } from './calls/explain-vault-refusal.ts';
import { KeyServiceClient } from './key-service-client.ts';
import { KeyServiceFailure } from './calls/key-service-failure.ts';
import { keyServiceField } from './key-service-field.ts';
import type { KeyServiceProvider } from './key-service-provider.ts';
import { pin, readPinned } from './pinned-key.ts';
import { readAnswer } from './calls/read-answer.ts';

const Token = z.object({ access_token: z.string().min(1) });
/** `value` is base64url in both directions. */
const Result = z.object({ kid: z.string().regex(/^\S+$/), value: z.base64url().min(1) });

const VAULT = { service: 'Azure Key Vault', field: 'azureKey' };
const LOGIN = { service: 'Microsoft Entra ID', field: 'azureLogin' };
const API_VERSION = '7.4';
const ALGORITHM = 'RSA-OAEP-256';
const KEY_PATH = /^\/keys\/([\w-]+)(?:\/([\da-f]*))?\/?$/i;
const NO_KEY = 'Enter the identifier of a key, such as https://acme.vault.azure.net/keys/backups';
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Azure Key Vault and Managed HSM (REST 7.4): *wrapkey* and *unwrapkey* of an RSA key. */
export const azureKeyVault: KeyServiceProvider = {
  name: 'azure-key-vault',
  label: 'Azure Key Vault',
  fields: [
    keyServiceField({
      name: 'azureKey',
      label: 'Key identifier',
      help: 'An RSA key, for example https://acme.vault.azure.net/keys/backups, with or without a version. The application below needs Wrap key and Unwrap key on it (role Key Vault Crypto User).',
      form: { pattern: /^https?:\/\/[^\s/?#@]+\/keys\/[\w-]+(\/[\da-f]*)?\/?$/i, says: NO_KEY },
    }),
    keyServiceField({
      name: 'azureTenant',
      label: 'Directory (tenant) ID',
      form: { pattern: GUID, says: 'Enter the ID as the overview of the directory shows it' },
    }),
    keyServiceField({
      name: 'azureClient',
      label: 'Application (client) ID',
      form: { pattern: GUID, says: 'Enter the ID as the overview of the application shows it' },
    }),
    keyServiceField({
      name: 'azureSecret',
      label: 'Client secret',
      help: "Its value, not its ID. Stored encrypted; you won't see it again. When it expires, backups are locked until you enter a new one.",
      isSecret: true,
      form: { pattern: /^[\x21-\x7e]+$/, says: 'A client secret has no spaces' },
    }),
    keyServiceField({
      name: 'azureLogin',
      label: 'Sign-in address',
      help: 'Change this only for government clouds and the cloud in China.',
      initial: 'https://login.microsoftonline.com',
      form: {
        pattern: /^https?:\/\/[^\s/?#@]+\/?$/i,
        says: 'Enter an address such as https://login.microsoftonline.com, without a path',
      },
    }),
  ],
  where: ({ azureKey = '' }) => azureKey,
  open: (settings, gates) => new AzureKeyVault(settings, gates),
};

class AzureKeyVault extends KeyServiceClient {
  async wrap(key: Buffer): Promise<string> {
    const { azureKey = '' } = this.settings;
    const { kid, value } = await this.#ask(azureKey, 'wrapkey', key.toString('base64url'));
    return pin({ keyId: kid, wrapped: value });
  }

  /** The vault is that of the settings: an address that is stored with a key is never asked. */
  async unwrap(text: string): Promise<Buffer> {
    const { azureKey = '' } = this.settings;
    const { keyId, wrapped } = readPinned(text);
    const key = new URL(pathOf(keyId), azureKey).href;
    return Buffer.from((await this.#ask(key, 'unwrapkey', wrapped)).value, 'base64url');
  }

  async #ask(
    key: string,
    what: 'wrapkey' | 'unwrapkey',
    value: string,
  ): Promise<z.output<typeof Result>> {
    const [, name = '', version = ''] = KEY_PATH.exec(pathOf(key)) ?? [];
    // Without a version its place stays empty, as Azure's own clients send it.
    const path = `/keys/${name}/${version}/${what}?api-version=${API_VERSION}`;
    const { origin } = new URL(key);
    const headers = { authorization: `Bearer ${await this.#token(origin)}` };
    const body = { alg: ALGORITHM, value };
    const fields = { url: VAULT.field, ca: VAULT.field };
    const call = { url: `${origin}${path}`, headers, body, ca: '', fields };
    const answer = await this.post(call);
    if (answer.status === 200) return readAnswer(Result, answer.body, VAULT);
    throw explainVaultRefusal(answer, what);
  }

  /** By client credentials, for the cloud that the vault is in. */
  async #token(vault: string): Promise<string> {
    const { azureLogin = '', azureTenant = '' } = this.settings;
    const { azureClient = '', azureSecret = '' } = this.settings;
    const [, ...cloud] = new URL(vault).hostname.split('.');
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: azureClient,
      client_secret: azureSecret,
      scope: `https://${cloud.join('.')}/.default`,
    });
    const url = new URL(`/${azureTenant}/oauth2/v2.0/token`, azureLogin).href;
    const fields = { url: LOGIN.field, ca: LOGIN.field };
    const answer = await this.post({ url, headers: {}, body, ca: '', fields });
    if (answer.status === 200) return readAnswer(Token, answer.body, LOGIN).access_token;
    throw explainLoginRefusal(answer);
  }
}

/** @throws KeyServiceFailure for what is no identifier of a key */
function pathOf(keyId: string): string {
  const path = URL.canParse(keyId) ? new URL(keyId).pathname : '';
  if (!KEY_PATH.test(path)) throw new KeyServiceFailure(VAULT.field, NO_KEY);
  return path;
}
