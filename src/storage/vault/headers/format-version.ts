import { Refused } from '../../../core/kernel/errors.ts';

/** The version of headers and parts that is written. Older ones are read. */
export const FORMAT_VERSION = 2;

/** @throws Refused `newer-format` */
export function assertReadable(formatVersion: number): void {
  if (formatVersion > FORMAT_VERSION)
    throw new Refused(
      'newer-format',
      `This backup has format version ${formatVersion}, and this service reads versions up to ${FORMAT_VERSION}. Update the service.`,
    );
}
