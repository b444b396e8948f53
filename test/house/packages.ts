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
