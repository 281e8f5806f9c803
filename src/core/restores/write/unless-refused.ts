import { WriteRefused } from '../../assets/ports/write-refused.ts';

/** Writes what the site may refuse: that ends no restore, and `refused` hears the site's message. @throws what else AssetsDestination throws */
export async function unlessRefused(
  write: () => Promise<void>,
  refused: (message: string) => void,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    refused(error.message);
  }
}
