/** A name, or an address of the Internet Protocol, version 6 in brackets. */
export const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])$/;
const DEFAULT_PORT = 27017;

export const hostAndPort = (host: string, port: number): string => `${host.toLowerCase()}:${port}`;

/**
 * `host:port` of a database server, whoever wrote it down, with the usual port where it has none;
 * undefined for anything else. A driver reads accounts, options and files of this machine out of
 * what it is given as a host.
 */
export function readHostAndPort(text: string): string | undefined {
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (!HOST.test(host)) return undefined;
  return hostAndPort(host, port === '' ? DEFAULT_PORT : Number(port));
}
