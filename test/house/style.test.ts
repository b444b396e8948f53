import { describe, expect, it } from 'vitest';
import { bannedFileNames, bannedNames, oddFileNames, wordsOf } from './names.js';
import { largeBlobs, longFiles, longFunctions } from './sizes.js';
import { anyTypes, barrels, defaultExports, focusedTests, postponedWork, silencedTypes } from './syntax.js';
import { fileOf } from './tree.js';

const inSrc = (text: string) => [fileOf('src/core/a.ts', text)];

describe('sizes', () => {
  const lines = (count: number) => 'a();\n'.repeat(count);

  it('let a file have 400 lines and no more', () => {
    expect(longFiles(inSrc(lines(400)))).toEqual([]);
    expect(longFiles(inSrc(lines(401)))).toHaveLength(1);
  });
  it('let a function have 70 lines and no more, its first and last counted, its comment not', () => {
    const text = (inner: number) => `/**\n * why\n */\nconst f = () => {\n${lines(inner)}};\n`;
    expect(longFunctions(inSrc(text(68)))).toEqual([]);
    const found = longFunctions(inSrc(text(69)));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('src/core/a.ts:4 `f` has 71 lines');
  });
  it('measure methods, constructors and functions inside others', () => {
    const body = `{\n${lines(70)}}`;
    expect(longFunctions(inSrc(`class A { constructor() ${body} b() ${body} get c() ${body} }`))).toHaveLength(3);
    expect(longFunctions(inSrc(`function f() { return () => ${body}; }`))).toHaveLength(2);
  });
  it('measure a test but not the chapter it stands in', () => {
    const found = (text: string) => longFunctions([fileOf('test/a.test.ts', text)]);
    const inChapter = (inner: string) => `describe('a', () => {\n${inner}});`;
    const tests = "it('b', () => c());\n".repeat(70);
    expect(found(inChapter(tests))).toEqual([]);
    expect(found(`export const contract = (open) => {\n${tests}};`)).toEqual([]);
    expect(found(inChapter(`it('b', () => {\n${lines(70)}});\n`))).toHaveLength(1);
  });
  it('let a blob have 256 kB and no more, the lock file excepted', () => {
    const blob = (path: string, bytes: number) => ({ path, bytes, text: '' });
    expect(largeBlobs([blob('a.bin', 262_144), blob('package-lock.json', 900_000)])).toEqual([]);
    expect(largeBlobs([blob('a.bin', 262_145)])).toHaveLength(1);
  });
});

describe('names', () => {
  it('are split into words wherever case or a sign parts them', () => {
    expect(wordsOf('parseHTTPBody')).toEqual(['parse', 'http', 'body']);
    expect(wordsOf('row_data-Info2')).toEqual(['row', 'data', 'info2']);
  });
  it.each([
    'const feedManager = 1;',
    'function parseHelper() {}',
    'class StoreService {}',
    'interface ReleaseInfo {}',
    'type UserData = 1;',
    'interface A { readonly data: string }',
    'const f = (info: string) => info;',
    'const { data } = answer;',
    'const { rows: data } = answer;',
    "import { a as util } from './a.js';",
    "import * as utils from './a.js';",
    'class A { #handler = 1; }',
    'class A { handler() {} }',
    'enum A { Data }',
  ])('say what a thing is, which this does not: %s', (text) => expect(bannedNames(inSrc(text))).toHaveLength(1));
  it.each([
    "log.info('ready');",
    "stream.on('data', take);",
    'const metadata = database;',
    'const observedData = 1;',
    "import { DataHandler } from 'library';",
    'library({ info: 1, data });',
  ])('of others are theirs to choose: %s', (text) => expect(bannedNames(inSrc(text))).toEqual([]));
  it('may say handler in http', () => {
    expect(bannedNames([fileOf('src/http/taxii/a.ts', 'const handler = 1;')])).toEqual([]);
    expect(bannedNames([fileOf('src/http/taxii/a.ts', 'const manager = 1;')])).toHaveLength(1);
  });
  it('give the better word', () =>
    expect(bannedNames(inSrc('const data = 1;'))[0]).toMatch(/src\/core\/a\.ts:1 .*not `data`, say what it is/));
  it('of files and folders hold no such word', () => {
    const found = bannedFileNames([
      fileOf('src/core/utils/a.ts', ''),
      fileOf('test/taxii-helper.ts', ''),
      fileOf('src/http/handler.ts', ''),
    ]);
    expect(found).toHaveLength(2);
    expect(bannedFileNames([fileOf('src/core/stix/observed-data.ts', '')])).toEqual([]);
  });
  it('of files are kebab-case', () => {
    const odd = ['src/core/releaseClass.ts', 'src/Core/a.ts', 'src/core/release_class.test.ts', 'rulebook/TLP.cedar'];
    const even = [
      'src/core/release-class.ts',
      'src/core/release-class.test.ts',
      'vitest.config.ts',
      'rulebook/tlp.cedar',
      'README.md',
    ];
    expect(oddFileNames(odd.map((path) => fileOf(path, '')))).toHaveLength(odd.length);
    expect(oddFileNames(even.map((path) => fileOf(path, '')))).toEqual([]);
  });
});

describe('syntax', () => {
  it.each([
    'export default 1;',
    'export default function f() {}',
    'const a = 1; export { a as default };',
    'const a = 1; export = a;',
  ])('has no default export as in %s', (text) => expect(defaultExports(inSrc(text))).toHaveLength(1));
  it('lets a tool have its default export, and a switch its default', () => {
    expect(defaultExports([fileOf('vitest.config.ts', 'export default {};')])).toEqual([]);
    expect(defaultExports(inSrc('switch (a) { default: b(); }'))).toEqual([]);
  });
  it('has no barrels, whatever they are called', () => {
    expect(barrels([fileOf('src/core/index.ts', 'export const a = 1;')])).toHaveLength(1);
    expect(barrels([fileOf('src/core/face.ts', "export * from './a.js'; export { b } from './b.js';")])).toHaveLength(1);
    expect(barrels([fileOf('src/core/c.ts', "export { b } from './b.js'; export const c = 1;")])).toEqual([]);
  });
  it('has no any, neither written nor cast', () => {
    expect(anyTypes(inSrc('const a: any = 1; const b = a as any; const c: any[] = [];'))).toHaveLength(3);
    expect(anyTypes(inSrc("const any = 'any'; // any"))).toEqual([]);
  });
  it('does not silence the compiler', () => {
    expect(silencedTypes(inSrc(`// @ts-${'ignore'}\na();\n/* @ts-${'nocheck'} */`))).toHaveLength(2);
    expect(silencedTypes(inSrc('// @ts-expect-error the type forbids it, and that is the test\na();'))).toEqual([]);
  });
  it('does not postpone work', () => {
    const note = `${'TO'}DO`;
    expect(
      postponedWork([fileOf('src/a.ts', `// ${note}: later`), fileOf('docs/a.md', `${'FIX'}ME`), fileOf('.ci/run', `# ${note}`)]),
    ).toHaveLength(3);
    expect(postponedWork([fileOf('src/a.ts', 'const mastodon = 1;')])).toEqual([]);
  });
  it.each(["it.only('a', f);", "describe.only('a', f);", "it.only.each([1])('a', f);", "test.concurrent.only('a', f);"])(
    'focuses no test as in %s',
    (text) => {
      expect(focusedTests(inSrc(text))).toHaveLength(1);
    },
  );
  it('lets other things be called only', () => expect(focusedTests(inSrc('filter.only(1); it.each(only);'))).toEqual([]));
});
