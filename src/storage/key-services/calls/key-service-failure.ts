/** Why a key service did not wrap or unwrap a key. */
export class KeyServiceFailure extends Error {
  /** Whether it may answer later; otherwise an administrator has to change something. */
  readonly isSilent: boolean;
  /** The form field to correct. */
  readonly field: string;

  /** `says` is a sentence for administrators. */
  constructor(field: string, says: string, { isSilent = false, code = '' } = {}) {
    super(says, code === '' ? undefined : { cause: new Error(code) });
    this.name = 'KeyServiceFailure';
    this.field = field;
    this.isSilent = isSilent;
  }
}
