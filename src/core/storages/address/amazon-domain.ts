/** Where the public endpoints of Amazon's services in a region are; those in China stand apart. */
export const amazonDomain = (region: string): string =>
  region.startsWith('cn-') ? `${region}.amazonaws.com.cn` : `${region}.amazonaws.com`;
