import { importsOf, targetOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

const shortestWayBack = (start: string, arrows: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const next of arrows.get(at) ?? []) {
      if (next === start) {
        const way = [start];
        for (let step: string | undefined = at; step !== undefined && step !== start; step = cameFrom.get(step))
          way.unshift(step);
        return [start, ...way];
      }
      if (!cameFrom.has(next) && arrows.has(next)) {
        cameFrom.set(next, at);
        waiting.push(next);
      }
    }
  }
  return undefined;
};

/** Circles of imports, each once. An import of types only counts too: whoever reads one file of a circle must read them all. */
export const importCircles = (files: readonly HouseFile[]): readonly string[] => {
  const arrows = new Map<string, readonly string[]>(
    files
      .filter(isShipped)
      .map((file) => [file.path, importsOf(file).flatMap(({ specifier }) => targetOf(file, specifier) ?? [])]),
  );
  const seen = new Set<string>();
  return [...arrows.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const circle = shortestWayBack(start, arrows);
    if (circle === undefined) return [];
    for (const path of circle) seen.add(path);
    return [`${circle.join(' -> ')}: move what both need into a file of its own, below them`];
  });
};
