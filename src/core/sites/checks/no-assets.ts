/** Beside the field that led to the site. */
export const NO_ASSETS =
  "This site doesn't have Assets. It's included in Jira Service Management Premium and Enterprise: " +
  "check the site's plan.";
