import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { PartReaders } from '../../assets/ports/part-readers.ts';
import type { SiteWait } from '../../assets/ports/site/site-wait.ts';
import type { AccountRefusal } from '../checks/account-refusal.ts';
import type { Site } from '../site.ts';

export interface OpenOptions {
  /** A person waits for the answers: they go first, and fail early. */
  page?: boolean | undefined;
  /** Its calls go only where no other run wants to call the site. */
  behind?: boolean | undefined;
  /** Called with what a call waits for, and null when it continues. */
  onWait?: ((wait: SiteWait | null) => void) | undefined;
  /** Called on every call that leaves. */
  onCall?: (() => void) | undefined;
  /**
   * Called with a sentence that says which part of a structure could not be understood and was left
   * out.
   */
  onOdd?: ((what: string) => void) | undefined;
  /** Called with how the site refuses the account, and null when it accepts it. */
  onVerdict?: ((refusal: AccountRefusal | null) => Promise<void>) | undefined;
}

/**
 * Opens the sites of one kind; nothing is asked of the site yet. The folder of the kind in
 * src/atlassian has one.
 */
export interface SiteOpener {
  /** The name of the kind. */
  readonly kind: string;
  /** Whether the site lets the app in without a token that is saved. Absent: no site does. */
  needsNoToken?(site: Site): boolean;
  openReader(site: Site, token: string, options: OpenOptions): AssetsReader;
  /** What the parts of a backup ask for that are read in the background; absent: nothing. */
  openParts?(site: Site, token: string, options: OpenOptions): PartReaders;
  /** Absent where restores can't write. */
  openDestination?(site: Site, token: string, options: OpenOptions): AssetsDestination;
}
