/** Reads the pictures of icons. */
export interface IconReader {
  /**
   * The picture of an icon, 48 points wide where the site has it so, as it came: whether it is a
   * picture is not known (assets-api: A.8, G). @throws Refused `part-unavailable` when the site
   * doesn't give it, and as AssetsReader
   */
  iconBytes(id: string, signal?: AbortSignal): Promise<Uint8Array>;
}
