import { importsOf, packageOf, targetOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

interface Floor {
  /** Folders (or files) of src that it may import from. */
  readonly knows: readonly string[];
  /** The only packages and node modules (`node:*`: all of these) it may import; undefined: any that is at home there or nowhere. */
  readonly packages?: readonly string[];
  readonly instead: string;
}

const PORTS = 'exchange/ports';
const ASK_COMPOSE = `take it as a parameter typed by a port in src/${PORTS}, and let src/compose.ts pass it`;

const FLOORS: Readonly<Record<string, Floor>> = {
  core: {
    knows: ['core'],
    packages: ['@noble/hashes', 'canonicalize'],
    instead: 'core is pure: take the value as a parameter, or move the code to src/exchange',
  },
  exchange: {
    knows: ['exchange', 'core'],
    packages: ['@noble/hashes', 'canonicalize', 'node:crypto'],
    instead: `exchange speaks through its ports: add a method to one in src/${PORTS}, or take the value as a parameter`,
  },
  client: {
    knows: ['client', 'core'],
    packages: ['node:*'],
    instead: 'a partner runs client without the node: it may know core and Node only',
  },
  adapters: {
    knows: ['adapters', PORTS, 'core'],
    instead: `an adapter fills a port of src/${PORTS} and knows core, nothing else`,
  },
  http: { knows: ['http', 'exchange', 'core'], instead: ASK_COMPOSE },
  cli: { knows: ['cli', 'exchange', 'client', 'core'], instead: ASK_COMPOSE },
};

/** The only files that know everything. */
const ROOF = new Set(['src/config.ts', 'src/compose.ts', 'src/main.ts']);

/** A proper name is spoken on its own floor only, so that it can be replaced there. */
const HOMES: Readonly<Record<string, string>> = {
  '@cedar-policy/cedar-wasm': 'adapters',
  kysely: 'adapters',
  libsql: 'adapters',
  pg: 'adapters',
  fastify: 'http',
  'prom-client': 'http',
  commander: 'cli',
  'cli-progress': 'cli',
  'cli-table3': 'cli',
  picocolors: 'cli',
};

const packageFinding = (name: string, floor: Floor, specifier: string): string | undefined => {
  const bare = packageOf(specifier);
  if (floor.packages !== undefined) {
    const allowed = floor.packages.includes(bare) || (bare.startsWith('node:') && floor.packages.includes('node:*'));
    return allowed ? undefined : floor.instead;
  }
  const home = HOMES[bare];
  return home === undefined || home === name ? undefined : `${bare} is at home in src/${home} only: wrap it there`;
};

const findingsOf = (file: HouseFile): readonly string[] => {
  if (ROOF.has(file.path)) return [];
  const name = file.path.split('/')[1] ?? '';
  const floor = FLOORS[name];
  if (floor === undefined) {
    return [
      `${file.path} stands on no floor: put it in one of ${Object.keys(FLOORS)
        .map((known) => `src/${known}`)
        .join(', ')}`,
    ];
  }
  return importsOf(file).flatMap(({ specifier, place }) => {
    const target = targetOf(file, specifier);
    if (target === undefined) {
      const finding = packageFinding(name, floor, specifier);
      return finding === undefined ? [] : [`${place} imports \`${specifier}\`: ${finding}`];
    }
    const allowed = floor.knows.some((known) => target.startsWith(`src/${known}/`));
    return allowed ? [] : [`${place} imports ${target}: ${floor.instead}`];
  });
};

/** Imports against the arrows of ARCHITECTURE.md. Tests are free to import what they need. */
export const floorFindings = (files: readonly HouseFile[]): readonly string[] => files.filter(isShipped).flatMap(findingsOf);
