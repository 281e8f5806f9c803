import type { Route } from './exchange.ts';

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

/** Finds the route of a request; templates hold `:name` for one segment. */
export class Router {
  readonly #routes: { route: Route; template: string[] }[] = [];

  add(routes: Route[]): void {
    for (const route of routes) this.#routes.push({ route, template: route.template.split('/') });
  }

  match(method: string, path: string): RouteMatch | 'wrong-method' | undefined {
    const segments = path.split('/');
    const fitting = this.#routes.filter(({ template }) => fits(template, segments));
    const found = fitting.find(({ route }) => route.method === method);
    if (found) return { route: found.route, params: paramsOf(found.template, segments) };
    return fitting.length > 0 ? 'wrong-method' : undefined;
  }
}

const fits = (template: string[], segments: string[]): boolean =>
  template.length === segments.length &&
  template.every((part, at) => part.startsWith(':') || part === segments[at]);

function paramsOf(template: string[], segments: string[]): Record<string, string> {
  const params: Record<string, string> = {};
  template.forEach((part, at) => {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segments[at] ?? '');
  });
  return params;
}
