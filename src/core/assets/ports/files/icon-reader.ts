/** Reads the pictures of icons. */
export interface IconReader {
  /**
   * The picture of an icon, 48 pixels wide if the site has it, unchecked: the bytes need not be a
   * picture (assets-api: A.8, G). @throws Refused `part-unavailable` when the site doesn't give it,
   * and as AssetsReader
   */
  iconBytes(id: string, signal?: AbortSignal): Promise<Uint8Array>;
}
