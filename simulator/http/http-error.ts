/** An answer that is an error, in Atlassian's shape. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: { errorMessages: string[]; errors: Record<string, string> };
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    messages: string[],
    errors: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(messages.join(' '));
    this.status = status;
    this.body = { errorMessages: messages, errors };
    this.headers = headers;
  }
}
