/** Nothing in the request proves who sent it. Without details, on purpose. */
export class Unauthenticated extends Error {
  constructor() {
    super("You're not signed in to this app. Reload the page in Jira.");
    this.name = 'Unauthenticated';
  }
}
