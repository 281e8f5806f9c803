interface Module {
  key: string;
  name: { value: string };
  url: string;
}

/** What an app says of itself (atlassian-connect.json), as far as the pretend site needs it. */
export interface Descriptor {
  key: string;
  name: string;
  baseUrl: string;
  lifecycle?: Record<string, string>;
  modules?: { adminPages?: Module[]; configurePage?: Module; postInstallPage?: Module };
}

export function pagesOf({ modules }: Descriptor): Module[] {
  return [...(modules?.adminPages ?? []), modules?.configurePage, modules?.postInstallPage].filter(
    (page) => page !== undefined,
  );
}
