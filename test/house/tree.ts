import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file that git would track. `text` is empty for what is not text. */
export interface HouseFile {
  /** Relative to the project root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly text: string;
}

const TEXT = /\.(ts|tsx|mts|mjs|js|md|json|cedar|cedarschema|sh|sql|yml|yaml)$|^\.ci\//;

/** What .gitignore leaves out, for a copy of the tree that is no git checkout. */
const UNTRACKED = new Set(['.git', 'node_modules', 'dist', '.parley', 'coverage']);

const walk = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (UNTRACKED.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) return [];
    return entry.isDirectory() ? walk(root, path) : [path];
  });

const pathsOf = (root: string): readonly string[] => {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return [...new Set(listed.split('\0').filter((path) => path !== ''))];
  } catch {
    return walk(root, '');
  }
};

/** Every file under `root` that git tracks or would track, by path. */
export const readTree = (root: string): readonly HouseFile[] =>
  [...pathsOf(root)]
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({
      path,
      bytes: statSync(join(root, path)).size,
      text: TEXT.test(path) ? readFileSync(join(root, path), 'utf8') : '',
    }));

/** A file out of nothing, for the tests of the checks. */
export const fileOf = (path: string, text: string): HouseFile => ({ path, text, bytes: Buffer.byteLength(text) });

export const isTypeScript = (file: HouseFile): boolean => file.path.endsWith('.ts');

export const isTest = (file: HouseFile): boolean => file.path.endsWith('.test.ts');

/** TypeScript under src that is not a test: what is built and shipped. */
export const isShipped = (file: HouseFile): boolean => file.path.startsWith('src/') && isTypeScript(file) && !isTest(file);
