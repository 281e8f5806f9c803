import type { KeyService, KeyServiceSettings } from '../../core/storages/keys/key-services.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { askJson, type JsonAnswer, type JsonCall } from './calls/ask-json.ts';

/** A key service by its settings, whose every call goes through the gates. */
export abstract class KeyServiceClient implements KeyService {
  protected readonly settings: KeyServiceSettings;
  readonly #gates: DatabaseGates;

  constructor(settings: KeyServiceSettings, gates: DatabaseGates) {
    this.settings = settings;
    this.#gates = gates;
  }

  abstract wrap(key: Buffer): Promise<string>;
  abstract unwrap(wrapped: string): Promise<Buffer>;

  /** @throws KeyServiceFailure that says why nothing answered */
  protected post(call: JsonCall): Promise<JsonAnswer> {
    return askJson(call, this.#gates);
  }
}
