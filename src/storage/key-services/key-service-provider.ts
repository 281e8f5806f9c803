import type {
  KeyService,
  KeyServiceKind,
  KeyServiceSettings,
} from '../../core/storages/keys/key-services.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';

/** A kind of key service, and how one is opened: each is one file. */
export interface KeyServiceProvider extends KeyServiceKind {
  /** Nothing is asked yet. Its connections are those of the gates. */
  open(settings: KeyServiceSettings, gates: DatabaseGates): KeyService;
}
