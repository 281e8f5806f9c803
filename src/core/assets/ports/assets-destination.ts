import type { AssetsReader } from './assets-reader.ts';
import type { AssetsWriter } from './assets-writer.ts';
import type { Directory } from './directory.ts';

/** A site that a restore writes to: its Assets, read and written, and its directory. */
export interface AssetsDestination extends AssetsReader, AssetsWriter, Directory {}
