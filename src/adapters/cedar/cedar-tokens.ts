const TOKEN = /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|\s+|[A-Za-z_]\w*|./gs;

/** All tokens of a Cedar text, blanks and comments too, so that joining them gives the text again. */
export const tokensOf = (text: string): readonly string[] => text.match(TOKEN) ?? [];

/** A blank or a comment. */
export const isSilent = (token: string): boolean => token.startsWith('//') || /^\s/.test(token);

export const isString = (token: string | undefined): token is string =>
  token !== undefined && token.length > 1 && token.startsWith('"') && token.endsWith('"');

/** The text on one line, without comments. Strings stay as they are. */
export const onOneLine = (text: string): string => {
  let line = '';
  for (const token of tokensOf(text)) {
    if (!isSilent(token)) line += token;
    else if (line !== '' && !line.endsWith(' ')) line += ' ';
  }
  return line.trimEnd();
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** What a string token says. */
export const unescaped = (token: string): string =>
  token
    .slice(1, -1)
    .replace(
      /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|(.))/gs,
      (_whole, byte?: string, point?: string, single?: string) => {
        const code = byte ?? point;
        if (code !== undefined) return codePoint(Number.parseInt(code, 16));
        return single === undefined ? '' : (ESCAPES[single] ?? single);
      },
    );

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** The parts of a `like` pattern; undefined where it has `*`. */
export const patternOf = (token: string): readonly (string | undefined)[] =>
  token
    .slice(1, -1)
    .split(/(?<!\\)(\*)/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? undefined : unescaped(`"${part}"`)));
