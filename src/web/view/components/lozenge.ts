/** A state as pages show it: its word, and the look of its lozenge in the styles. */
export interface Lozenge {
  text: string;
  look: '' | 'inprogress' | 'success' | 'removed' | 'moved';
}
