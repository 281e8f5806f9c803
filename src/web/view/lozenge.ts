/** A state as pages show it: its word, and the look of its lozenge in `app.css`. */
export interface Lozenge {
  text: string;
  look: '' | 'inprogress' | 'success' | 'removed' | 'moved';
}
