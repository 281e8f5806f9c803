/** How the image runs the service (Dockerfile), for whoever measures its memory. */
export const AS_IN_THE_IMAGE = {
  flags: ['--max-semi-space-size=4', '--heap-growing-percent=20'],
  env: { MALLOC_MMAP_THRESHOLD_: '131072' },
};
