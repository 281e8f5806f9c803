import type { ByteSource } from '../../../core/assets/ports/files/byte-source.ts';

interface FormFile {
  name: string;
  type: string;
  content: ByteSource;
  boundary: string;
}

/** A form with one field `file`, as browsers send it. */
export function asForm({ name, type, content, boundary }: FormFile): ByteSource {
  const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* read(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* content.read();
    yield tail;
  }
  return { size: head.length + content.size + tail.length, read };
}
