import type { FastifyInstance } from 'fastify';

interface Resource {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/** The methods of every route, by the shape of its path. */
export class AllowedMethods {
  readonly #resources: Resource[] = [];

  /** Notes every route that is registered from here on, in plugins too. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      this.#resources.push({ segments: segmentsOf(url), methods: [method].flat() });
    });
  }

  /** Methods that the resource under this request target has, sorted; none: there is no such resource. */
  at(target: string): readonly string[] {
    const path = segmentsOf(target.split('?', 1)[0] ?? '');
    const matching = this.#resources.filter(({ segments }) => fits(segments, path));
    return [...new Set(matching.flatMap(({ methods }) => methods))].sort();
  }
}

/** `/a/b/` and `/a/b` are one resource. */
const segmentsOf = (path: string): readonly string[] => path.replace(/\/$/, '').split('/');

/** A `*` at the end stands for all that follows, one segment at least. */
const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  (pattern.at(-1) === '*' ? pattern.length <= path.length : pattern.length === path.length) &&
  pattern.every((segment, at) => segment === '*' || (segment.startsWith(':') ? path[at] !== '' : segment === path[at]));
