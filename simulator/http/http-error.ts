/** An answer that is an error, in Assets' usual shape unless another one is given. */
export class HttpError extends Error {
  readonly status: number;
  /** What is wrong with which field. */
  readonly errors: Record<string, string>;
  readonly headers: Record<string, string>;
  body: object;

  constructor(
    status: number,
    messages: string[],
    errors: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(messages.join(' '));
    this.status = status;
    this.errors = errors;
    this.body = { errorMessages: messages, errors };
    this.headers = headers;
  }

  /** One of another shape, as gateways have: `{"message":…}`, `{"code":…,"message":…}`. */
  static of(status: number, body: object, headers: Record<string, string> = {}): HttpError {
    const error = new HttpError(status, [JSON.stringify(body)], {}, headers);
    error.body = body;
    return error;
  }
}
