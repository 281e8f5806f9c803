/** Nothing in the request says believably who sent it. No detail, on purpose. */
export class Unauthenticated extends Error {
  constructor() {
    super("You're not signed in to this app. Reload the page in Jira.");
    this.name = 'Unauthenticated';
  }
}
