/** A file of an object (assets-api: A.9, D, G). Empty where the site doesn't say. */
export interface Attachment {
  id: string;
  filename: string;
  contentType: string;
  /** Bytes; null where the site doesn't say. */
  size: number | null;
  author: { id: string; name: string };
  /** As the site said it, in ISO 8601. */
  created: string;
  comment: string;
}

/** An attachment as a site lists it. */
export interface ListedAttachment extends Attachment {
  /** Where the site keeps its bytes, in the site's own words. */
  place: string;
}
