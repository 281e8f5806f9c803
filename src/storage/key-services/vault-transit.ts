import { z } from 'zod';
import { HOUR_MS } from '../../core/kernel/time/durations.ts';
import type { JsonAnswer } from './calls/ask-json.ts';
import { KeyServiceClient } from './key-service-client.ts';
import { KeyServiceFailure } from './calls/key-service-failure.ts';
import { keyServiceField } from './key-service-field.ts';
import type { KeyServiceProvider } from './key-service-provider.ts';
import { readAnswer } from './calls/read-answer.ts';

const Wrapped = z.object({ data: z.object({ ciphertext: z.string().min(1) }) });
/** How long the token is valid from now on, s; 0 where it doesn't expire. */
const Renewed = z.object({ auth: z.object({ lease_duration: z.number().min(0) }) });
const Unwrapped = z.object({ data: z.object({ plaintext: z.base64() }) });

const VAULT = { service: 'Vault', field: 'vaultUrl' };
/** The token may not be renewed, or cannot be. */
const NEVER_RENEWED: ReadonlySet<number> = new Set([400, 401, 403, 404]);
const NO_ADDRESS = 'Enter an address such as https://vault.example.com:8200, without a path';

/** The engine *transit* of HashiCorp Vault, and of OpenBao, which speaks the same. */
export const vaultTransit: KeyServiceProvider = {
  name: 'vault',
  label: 'HashiCorp Vault (transit)',
  fields: [
    keyServiceField({
      name: 'vaultUrl',
      label: 'Address',
      help: 'For example https://vault.example.com:8200. http:// only works for addresses that whoever runs this service lists.',
      form: {
        pattern: /^https?:\/\/[^\s/?#@]+\/?$/i,
        says: NO_ADDRESS,
      },
    }),
    keyServiceField({
      name: 'vaultMount',
      label: 'Path of the transit engine',
      initial: 'transit',
      form: {
        pattern: /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/,
        says: 'Enter a path such as transit, without a slash at its ends',
      },
    }),
    keyServiceField({
      name: 'vaultKey',
      label: 'Name of the key',
      help: 'The key must exist. Its token needs update on encrypt and decrypt of this key.',
      form: {
        pattern: /^[\w-][\w.-]*$/,
        says: 'Enter the name of a key: letters, digits, hyphens, dots and underscores',
      },
    }),
    keyServiceField({
      name: 'vaultNamespace',
      label: 'Namespace',
      help: 'Only for Vault Enterprise and HCP.',
      isMandatory: false,
      form: {
        pattern: /^[\w-][\w.-]*(\/[\w-][\w.-]*)*\/?$/,
        says: 'Enter a namespace such as admin/backups',
      },
    }),
    keyServiceField({
      name: 'vaultToken',
      label: 'Token',
      help: "Stored encrypted; you won't see it again. It's renewed long before it expires if its policy allows that.",
      isSecret: true,
      form: { pattern: /^[\x21-\x7e]+$/, says: 'A token has no spaces and no special characters' },
    }),
    keyServiceField({
      name: 'vaultCa',
      label: 'CA certificate',
      help: "Optional, in PEM form. Needed if the server's certificate is from an authority of your own.",
      isMandatory: false,
      isCertificate: true,
    }),
  ],
  where: ({ vaultKey = '', vaultUrl = '' }) => `${vaultKey} · ${vaultUrl}`,
  open: (settings, gates) => new VaultTransit(settings, gates),
};

class VaultTransit extends KeyServiceClient {
  async wrap(key: Buffer): Promise<string> {
    const answer = await this.#askTransit('encrypt', { plaintext: key.toString('base64') });
    return readAnswer(Wrapped, answer, VAULT).data.ciphertext;
  }

  async unwrap(wrapped: string): Promise<Buffer> {
    const answer = await this.#askTransit('decrypt', { ciphertext: wrapped });
    return Buffer.from(readAnswer(Unwrapped, answer, VAULT).data.plaintext, 'base64');
  }

  /** After a third of the time that the token is valid for: there is time left to try again. */
  async keepAlive(): Promise<number> {
    const { status, body } = await this.#ask('auth/token/renew-self', {});
    // It may be allowed one day. If it isn't, the token expires, and that is reported then.
    if (NEVER_RENEWED.has(status)) return HOUR_MS;
    if (status !== 200) throw this.#explain(status);
    const validMs = readAnswer(Renewed, body, VAULT).auth.lease_duration * 1_000;
    return validMs === 0 ? HOUR_MS : Math.min(HOUR_MS, validMs / 3);
  }

  async #askTransit(what: 'encrypt' | 'decrypt', body: object): Promise<unknown> {
    const { vaultMount: mount = '', vaultKey: key = '' } = this.settings;
    const { status, body: said } = await this.#ask(`${mount}/${what}/${key}`, body);
    if (status === 200) return said;
    throw this.#explain(status);
  }

  async #ask(path: string, body: object): Promise<JsonAnswer> {
    const { vaultUrl: url = '', vaultNamespace: namespace = '' } = this.settings;
    const { vaultToken: token = '', vaultCa: ca = '' } = this.settings;
    if (!URL.canParse(url)) throw new KeyServiceFailure('vaultUrl', NO_ADDRESS);
    const headers = {
      'X-Vault-Token': token,
      'X-Vault-Request': 'true',
      ...(namespace !== '' && { 'X-Vault-Namespace': namespace }),
    };
    const call = { url: `${new URL(url).origin}/v1/${path}`, headers, body, ca };
    return this.post({ ...call, fields: { url: 'vaultUrl', ca: 'vaultCa' } });
  }

  /** What Vault's statuses mean for transit; its own words may hold names, and are not repeated. */
  #explain(status: number): KeyServiceFailure {
    const { vaultMount: mount = '', vaultKey: key = '' } = this.settings;
    const code = `status ${status}`;
    if (status === 403 || status === 401)
      return new KeyServiceFailure(
        'vaultToken',
        `Vault refuses this token. Check that it's valid, and that its policy allows update on ${mount}/encrypt/${key} and ${mount}/decrypt/${key}.`,
        { code },
      );
    if (status === 404)
      return new KeyServiceFailure(
        'vaultMount',
        `Vault has no transit engine at ${mount}. Check the path and the namespace.`,
        { code },
      );
    if (status === 400)
      return new KeyServiceFailure(
        'vaultKey',
        `Vault doesn't have the key ${key}, or it isn't the one that encrypted the backups. Check its name, and that no version of it was deleted or disabled.`,
        { code },
      );
    return new KeyServiceFailure(
      'vaultUrl',
      'Vault is sealed or busy, or something else answers at this address. Check its state.',
      { code, isSilent: true },
    );
  }
}
