import { posix } from 'node:path';
import type { HouseFile } from './tree.js';

const isPaper = (file: HouseFile): boolean => file.path.endsWith('.md');

/** Text without fenced blocks; lines keep their numbers. */
const proseOf = (text: string): readonly string[] => {
  let fenced = false;
  return text.split('\n').map((line) => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      return '';
    }
    return fenced ? '' : line;
  });
};

const LINK = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const MENTION = /`((?:src|test|docs|rulebook|vectors|bench|scripts|\.ci)\/[\w./-]*)`/g;

const existsIn = (files: readonly HouseFile[]): ((path: string) => boolean) => {
  const known = new Set(files.flatMap(({ path }) => path.split('/').map((_, at, steps) => steps.slice(0, at + 1).join('/'))));
  return (path) => path === '.' || known.has(path.replace(/\/$/, ''));
};

const resolve = (from: string, link: string): string =>
  posix.join(link.startsWith('/') ? '' : posix.dirname(from), link).replace(/^\//, '');

export const deadLinks = (files: readonly HouseFile[]): readonly string[] => {
  const exists = existsIn(files);
  return files.filter(isPaper).flatMap((file) =>
    proseOf(file.text).flatMap((line, at) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(LINK)].flatMap(([, link = '']) => {
        if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('#')) return [];
        const path = resolve(file.path, decodeURI(link.replace(/[#?].*$/, '')));
        return exists(path) ? [] : [`${file.path}:${at + 1} links to \`${link}\`, which is not there: mend or drop the link`];
      }),
    ),
  );
};

/** Papers and comments that name a file by its path. */
export const deadMentions = (files: readonly HouseFile[]): readonly string[] => {
  const exists = existsIn(files);
  const findings = (file: HouseFile, lines: readonly string[], pattern: RegExp): readonly string[] =>
    lines.flatMap((line, at) =>
      [...line.matchAll(pattern)].flatMap(([, path = '']) =>
        exists(path) ? [] : [`${file.path}:${at + 1} names \`${path}\`, which is not there: write where it is now`],
      ),
    );
  return [
    ...files.filter(isPaper).flatMap((file) => findings(file, proseOf(file.text), MENTION)),
    ...files
      .filter((file) => /^src\/.*\.ts$/.test(file.path))
      .flatMap((file) => findings(file, file.text.split('\n'), /(?<![\w/-])(docs\/[\w/-]+\.md)/g)),
  ];
};

const CHAPTERS = ['Context', 'Choice', 'Rejected', 'Price'];

export const oddDecisions = (files: readonly HouseFile[]): readonly string[] => {
  const decisions = files.filter((file) => file.path.startsWith('docs/decisions/'));
  const numbers = decisions.map((file) => file.path.slice('docs/decisions/'.length).slice(0, 4));
  return decisions.flatMap((file, at) => {
    const number = numbers[at] ?? '';
    const lacking = CHAPTERS.filter((chapter) => !file.text.includes(`\n## ${chapter}\n`));
    return [
      ...(/^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(file.path) ? [] : [`${file.path}: name it NNNN-what-was-chosen.md`]),
      ...(numbers.indexOf(number) === at ? [] : [`${file.path}: ${number} is taken, take the next number`]),
      ...lacking.map((chapter) => `${file.path}: add the chapter "## ${chapter}"`),
    ];
  });
};
