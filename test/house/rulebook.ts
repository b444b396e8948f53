import type { HouseFile } from './tree.js';

interface RuleHead {
  readonly line: number;
  readonly annotations: ReadonlyMap<string, string>;
}

const TOKEN = /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|@\w+|\b(?:permit|forbid)\b|[();]|\s+|[^\s();"@/]+|./gs;

/** Heads of the rules of a Cedar file: what stands between the end of one rule and the next `permit` or `forbid`. */
const headsOf = (text: string): readonly RuleHead[] => {
  const heads: RuleHead[] = [];
  let line = 1;
  let inHead = true;
  let open: string | undefined;
  let annotations = new Map<string, string>();
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ';') {
      inHead = true;
      annotations = new Map();
    } else if (inHead && token.startsWith('@')) {
      open = token.slice(1);
      annotations.set(open, '');
    } else if (inHead && open !== undefined && token.startsWith('"')) {
      annotations.set(open, token.slice(1, -1));
    } else if (inHead && (token === 'permit' || token === 'forbid')) {
      heads.push({ line, annotations });
      inHead = false;
    }
    line += token.split('\n').length - 1;
  }
  return heads;
};

/** Rules without a name or without a reason: a partner could not be told why. */
export const rulesWithoutReason = (files: readonly HouseFile[]): readonly string[] => {
  const places = new Map<string, string>();
  return files
    .filter((file) => file.path.startsWith('rulebook/') && file.path.endsWith('.cedar'))
    .flatMap((file) =>
      headsOf(file.text).flatMap(({ line, annotations }) => {
        const place = `${file.path}:${line}`;
        const id = annotations.get('id') ?? '';
        const first = id === '' ? undefined : places.get(id);
        if (id !== '' && first === undefined) places.set(id, place);
        return [
          ...(id === '' ? [`${place}: give the rule a name with @id("...")`] : []),
          ...(first === undefined ? [] : [`${place}: \`${id}\` is the name of the rule at ${first}: choose another`]),
          ...((annotations.get('reason') ?? '').trim() === '' ? [`${place}: say with @reason("...") why the rule is there`] : []),
        ];
      }),
    );
};
