/** After so many refusals, and nothing told, the site is not asked for more. */
const MAX_FIRST = 3;
/** The same where it told some. */
const MAX_REFUSED = 20;
/** How many are named. */
const MAX_NAMED = 10;

/** The roles that a site does not tell, in words. */
export interface Unreadable {
  /** "Roles", or whose: "Roles of the schema, Laptops and 3 more". */
  what: string;
  /** Why not, in a sentence. */
  why: string;
}

/** The schema and object types whose roles the site does not tell. */
export class UnreadableRoles {
  readonly #named: string[] = [];
  #count = 0;
  #why = '';
  #isAnyRead = false;

  noteRead(): void {
    this.#isAnyRead = true;
  }

  /** `of`: what a person calls the schema or type. */
  add(of: string, why: string): void {
    if (this.#count < MAX_NAMED) this.#named.push(of);
    this.#count += 1;
    this.#why = why;
  }

  /** Why the site needs not be asked for more. */
  get reasonToStop(): string | undefined {
    return this.#count >= (this.#isAnyRead ? MAX_REFUSED : MAX_FIRST) ? this.#why : undefined;
  }

  get inWords(): Unreadable | undefined {
    if (this.#count === 0) return undefined;
    const more = this.#count - this.#named.length;
    const names = `${this.#named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return { what: this.#isAnyRead ? `Roles of ${names}` : 'Roles', why: this.#why };
  }
}
