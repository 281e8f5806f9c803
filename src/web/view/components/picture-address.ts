import type { Picture } from '../../../core/backups/inside/icon-pictures.ts';

/** The picture is part of the page: a separate address would need a token. */
export const pictureAddress = ({ type, bytes }: Picture): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
