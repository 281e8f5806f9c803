/** Reads the pictures of objects. */
export interface AvatarReader {
  /**
   * The picture of an object that has one of its own, unchecked: the bytes need not be a picture.
   * `null` when the object or its picture is gone (assets-api: A.9). @throws Refused
   * `part-unavailable` when the site doesn't give it, and as AssetsReader
   */
  avatarBytes(objectId: string, signal?: AbortSignal): Promise<Uint8Array | null>;
}
