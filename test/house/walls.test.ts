import { describe, expect, it } from 'vitest';
import { importCircles } from './circles.js';
import { clockReads, environmentReads } from './environment.js';
import { floorFindings } from './floors.js';
import { lockGaps, loosePins, strayPackages, unexplainedPackages } from './packages.js';
import { fileOf } from './tree.js';

describe('importCircles', () => {
  it('finds a circle of three once, by whatever way it is imported', () => {
    const found = importCircles([
      fileOf('src/core/a.ts', "import { b } from './b.js';"),
      fileOf('src/core/b.ts', "import type { C } from './deep/c.js';"),
      fileOf('src/core/deep/c.ts', "export { a } from '../a.js';"),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('src/core/a.ts -> src/core/b.ts -> src/core/deep/c.ts -> src/core/a.ts');
  });
  it('finds a file that imports itself', () => {
    expect(importCircles([fileOf('src/core/a.ts', "const a = await import('./a.js');")])).toHaveLength(1);
  });
  it('finds two circles that share no file', () => {
    const pair = (a: string, b: string) => [
      fileOf(`src/core/${a}.ts`, `import './${b}.js';`),
      fileOf(`src/core/${b}.ts`, `import './${a}.js';`),
    ];
    expect(importCircles([...pair('a', 'b'), ...pair('c', 'd')])).toHaveLength(2);
  });
  it('lets a diamond be', () => {
    const found = importCircles([
      fileOf('src/core/a.ts', "import './b.js'; import './c.js';"),
      fileOf('src/core/b.ts', "import './d.js';"),
      fileOf('src/core/c.ts', "import './d.js';"),
      fileOf('src/core/d.ts', 'export const d = 1;'),
    ]);
    expect(found).toEqual([]);
  });
});

describe('floorFindings', () => {
  const importing = (path: string, specifier: string) => floorFindings([fileOf(path, `import { x } from '${specifier}';`)]);

  it.each([
    ['core imports exchange', 'src/core/a.ts', '../exchange/house.js'],
    ['core imports a node module', 'src/core/a.ts', 'node:crypto'],
    ['core imports a package that is not pure', 'src/core/a.ts', 'pino'],
    ['exchange imports an adapter', 'src/exchange/seal.ts', '../adapters/sqlite/store.js'],
    ['exchange imports the file system', 'src/exchange/seal.ts', 'node:fs'],
    ['exchange imports a database', 'src/exchange/seal.ts', 'kysely'],
    ['an adapter imports a verb of exchange', 'src/adapters/sql/store.ts', '../../exchange/seal.js'],
    ['an adapter imports a door', 'src/adapters/sql/store.ts', '../../http/server.js'],
    ['a door imports an adapter', 'src/http/server.ts', '../adapters/sqlite/store.js'],
    ['a door imports the database', 'src/http/server.ts', 'pg'],
    ['a command imports an adapter', 'src/cli/serve.ts', '../adapters/sqlite/store.js'],
    ['a command imports a door', 'src/cli/serve.ts', '../http/server.js'],
    ['a command reaches for the roof', 'src/cli/serve.ts', '../compose.js'],
    ['client imports exchange', 'src/client/pull.ts', '../exchange/house.js'],
    ['client imports a package of the server', 'src/client/pull.ts', 'fastify'],
    ['client imports a package that core may', 'src/client/pull.ts', 'canonicalize'],
    ['exchange imports client', 'src/exchange/seal.ts', '../client/ledger/verify-ledger.js'],
    ['a door imports client', 'src/http/server.ts', '../client/ledger/verify-ledger.js'],
  ])('complains when %s', (_, path, specifier) => {
    const found = importing(path, specifier);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^src\/[\w/]+\.ts:1 imports .+: .+/);
  });

  it.each([
    ['core imports core', 'src/core/release/a.ts', '../errors.js'],
    ['core imports a pure library', 'src/core/a.ts', '@noble/hashes/sha2.js'],
    ['exchange imports core', 'src/exchange/seal.ts', '../core/errors.js'],
    ['an adapter imports a port', 'src/adapters/sql/store.ts', '../../exchange/ports/store.js'],
    ['an adapter imports its database', 'src/adapters/sqlite/store.ts', 'libsql'],
    ['a door imports exchange', 'src/http/taxii/objects.ts', '../../exchange/page.js'],
    ['client imports core', 'src/client/pull.ts', '../core/errors.js'],
    ['client imports a node module', 'src/client/pull.ts', 'node:fs/promises'],
    ['a command imports client', 'src/cli/verify.ts', '../client/ledger/verify-ledger.js'],
    ['main imports everything', 'src/main.ts', './adapters/sqlite/store.js'],
  ])('lets be when %s', (_, path, specifier) => expect(importing(path, specifier)).toEqual([]));

  it('complains of a file that stands on no floor', () => expect(floorFindings([fileOf('src/common/a.ts', '')])).toHaveLength(1));
  it('looks at dynamic imports, types and require too', () => {
    const text =
      "await import('../adapters/a.js'); type A = import('../adapters/a.js').A; const b = require('../adapters/a.js');";
    expect(floorFindings([fileOf('src/http/server.ts', text)])).toHaveLength(3);
  });
  it('lets tests import what they need', () => {
    expect(importing('src/core/a.test.ts', 'node:fs')).toEqual([]);
  });
});

describe('environmentReads', () => {
  it.each([
    'const home = process.env.PARLEY_HOME;',
    "const home = process['env'].PARLEY_HOME;",
    'const { env } = process;',
    'const { env: settings } = process;',
    "import { env } from 'node:process';",
    'const all = globalThis.process.env;',
  ])('sees %s', (text) => {
    expect(environmentReads([fileOf('src/cli/serve.ts', text)])).toHaveLength(1);
  });
  it('lets src/config.ts read, and others use what is called env', () => {
    expect(environmentReads([fileOf('src/config.ts', 'process.env.PARLEY_HOME')])).toEqual([]);
    expect(environmentReads([fileOf('src/cli/serve.ts', 'const { env } = settings; process.exit(env.code);')])).toEqual([]);
  });
});

describe('clockReads', () => {
  it.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', "import { randomBytes } from 'node:crypto';"])(
    'sees %s',
    (text) => {
      expect(clockReads([fileOf('src/exchange/seal.ts', text)])).toHaveLength(1);
    },
  );
  it('lets a given instant be, and the floors above', () => {
    expect(clockReads([fileOf('src/core/time.ts', 'new Date(at).toISOString(); Date.parse(text); house.clock();')])).toEqual([]);
    expect(clockReads([fileOf('src/compose.ts', 'Date.now()')])).toEqual([]);
  });
});

describe('packages', () => {
  const manifest = { dependencies: { pino: '10.4.0' }, devDependencies: {} };

  it('that src imports must be dependencies', () => {
    expect(strayPackages(manifest, [fileOf('src/a.ts', "import 'pino'; import '@x/y/z.js'; import 'node:fs';")])).toHaveLength(1);
  });
  it('that nothing imports must go', () => expect(strayPackages(manifest, [fileOf('src/a.ts', '')])).toHaveLength(1));
  it('are pinned to one version', () => {
    expect(
      loosePins({ dependencies: { a: '^1.0.0', b: '1.x', c: '1.2.3' }, devDependencies: { d: '18.4.0-beta.17' } }),
    ).toHaveLength(2);
  });
  it('have a row that names their version', () => {
    expect(unexplainedPackages(manifest, '| package | version |\n|---|---|\n| pino | 10.4.0 | MIT |')).toEqual([]);
    expect(unexplainedPackages(manifest, '| pino | 10.3.0 | MIT |')).toHaveLength(1);
    expect(unexplainedPackages(manifest, '| pino | 10.4.0 | MIT |\n| lodash | 4.0.0 | MIT |')).toHaveLength(1);
  });
  it('are locked with all that they may want on other platforms', () => {
    const optionalDependencies = { '@x/linux': '1.0.0', '@x/mac': '1.0.0' };
    const packages = { 'node_modules/x': { optionalDependencies }, 'node_modules/x/node_modules/@x/linux': {} };
    expect(lockGaps({ packages })).toHaveLength(1);
    expect(lockGaps({ packages: { ...packages, 'node_modules/@x/mac': {} } })).toEqual([]);
  });
});
