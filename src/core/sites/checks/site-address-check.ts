/**
 * The checks on an address that an administrator typed, before anything is sent there with
 * credentials: https with a valid certificate, and no way into a private network, whatever the
 * notation. A name is resolved once, and the connection goes to what was checked.
 */
export interface SiteAddressCheck {
  /**
   * The origin of a good address, `https://host`.
   * @throws InvalidInput `siteUrl` with the sentence of product.md 4: "The URL must start with
   * https://" | "This address is not allowed" | "The site does not answer over https"
   */
  check(url: string): Promise<string>;
}
