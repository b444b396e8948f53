import { importsOf, packageOf, targetOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

/** The parts of package.json that the checks read. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export const loosePins = ({ dependencies, devDependencies }: Manifest): readonly string[] =>
  Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is \`${version}\`: pin one exact version`);

/** Packages that src imports and package.json does not install for users, and the reverse. */
export const strayPackages = ({ dependencies }: Manifest, files: readonly HouseFile[]): readonly string[] => {
  const shipped = files.filter(isShipped);
  const imported = shipped.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => targetOf(file, specifier) === undefined && !specifier.startsWith('node:'))
      .map(({ specifier, place }) => ({ name: packageOf(specifier), place })),
  );
  const names = new Set(imported.map(({ name }) => name));
  return [
    ...imported
      .filter(({ name }) => !(name in dependencies))
      .map(
        ({ name, place }) =>
          `${place} imports \`${name}\`: add it to the dependencies of package.json, with a line in the decision on dependencies`,
      ),
    ...Object.keys(dependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${name} is a dependency that nothing in src imports: take it out of package.json`),
  ];
};

/** Every dependency has a row `| name | version |` in the decision on dependencies, so that none comes in unexplained. */
export const unexplainedPackages = ({ dependencies, devDependencies }: Manifest, paper: string): readonly string[] => {
  const rows = new Map([...paper.matchAll(/^\| (\S+) \| (\S+) \|/gm)].map(([, name = '', version = '']) => [name, version]));
  const all = { ...dependencies, ...devDependencies };
  return [
    ...Object.entries(all)
      .filter(([name, version]) => rows.get(name) !== version)
      .map(
        ([name, version]) => `${name} ${version} has no row \`| ${name} | ${version} |\` with licence and job: write or mend it`,
      ),
    ...[...rows.keys()]
      .filter((name) => /^[@a-z]/.test(name) && name !== 'package' && !(name in all))
      .map((name) => `${name} has a row but package.json does not name it: take the row out`),
  ];
};

export interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/**
 * Optional packages (binaries by platform, mostly) that the lock leaves out because the registry did not have them when it was
 * written. `npm ci` refuses such a lock on every clean checkout, however well everything works in the tree that wrote it.
 */
export const lockGaps = ({ packages }: Lock): readonly string[] => {
  const locked = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !locked.has(name))
      .map(
        (name) =>
          `${path} wants ${name}, which package-lock.json lacks: pin a version whose platform packages are all in the registry`,
      ),
  );
};
