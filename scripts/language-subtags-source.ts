interface Entry {
  readonly Type: string;
  readonly Subtag?: string;
  readonly Tag?: string;
  readonly Prefix?: readonly string[];
}

/** The registered subtags of language tags (IANA), as the source of a module. `registry`: the JSON of `language-subtag-registry`. */
export const languageSubtagsSource = (registry: string): string => {
  const entries = JSON.parse(registry) as readonly Entry[];
  const named = (type: string, name: (entry: Entry) => string | undefined): string =>
    entries
      .filter((entry) => entry.Type === type)
      .map((entry) => name(entry)?.toLowerCase() ?? '')
      .sort()
      .join(' ');
  const subtag = ({ Subtag }: Entry) => Subtag;
  const prefixed = ({ Subtag, Prefix }: Entry) => `${Subtag}:${Prefix?.[0]}`;
  return [
    '// Written by scripts/write-language-subtags.ts from the IANA Language Subtag Registry: facts, not code.',
    '',
    '/** Registered subtags in lower case, parted by spaces; `a..b` is a range of private ones. */',
    'export const LANGUAGE_SUBTAGS = {',
    `  language:\n    '${named('language', subtag)}',`,
    `  script:\n    '${named('script', subtag)}',`,
    `  region:\n    '${named('region', subtag)}',`,
    `  variant:\n    '${named('variant', subtag)}',`,
    '  /** With the language that each extends. */',
    `  extlang:\n    '${named('extlang', prefixed)}',`,
    '  /** Whole tags, older than the grammar. */',
    `  grandfathered:\n    '${named('grandfathered', ({ Tag }) => Tag)}',`,
    '} as const;',
    '',
  ].join('\n');
};
