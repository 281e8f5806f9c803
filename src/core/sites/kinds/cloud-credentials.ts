/**
 * An API token as it has always been, with all rights of its account; one with scopes, which
 * Atlassian takes under another address and which can do what its scopes say; or the app's own,
 * which its host renews, under that other address as well.
 */
export type TokenKind = 'classic' | 'scoped' | 'own';

/** By which of Atlassian's addresses an account's token is taken. */
export interface CloudAccess {
  /** Under which Atlassian knows the site, whatever it is called; null where that is unknown. */
  cloudId: string | null;
  tokenKind: TokenKind;
}

/** An account of a Cloud site. Without access its token is taken for a classic one. */
export interface CloudAccount extends Partial<CloudAccess> {
  siteUrl: string;
  /** Empty where the app has access of its own. */
  email: string;
  token: string;
  /** Gives a token that counts now, instead of `token`. @throws Unavailable */
  renew?: (() => Promise<string>) | undefined;
}

/** A Cloud site's Assets, and the account that acts there. */
export interface CloudCredentials extends CloudAccount {
  workspaceId: string;
}
