import type { FastifyInstance } from 'fastify';

/** The methods of every route, by the shape of its path. */
export class AllowedMethods {
  readonly #routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];

  /** Notes every route that is registered from here on, in plugins too. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      this.#routes.push({ path: shapeOf(url), methods: [method].flat() });
    });
  }

  /** Methods that the resource under this request target has, sorted; none: there is no such resource. */
  at(target: string): readonly string[] {
    const path = target.split('?', 1)[0] ?? '';
    return [...new Set(this.#routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))].sort();
  }
}

const shapeOf = (pattern: string): RegExp => {
  const segments = pattern.split('/').filter((segment) => segment !== '');
  return new RegExp(`^${segments.map((segment) => (segment.startsWith(':') ? '/[^/]+' : `/${RegExp.escape(segment)}`)).join('')}/?$`);
};
