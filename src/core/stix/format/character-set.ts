import { CHARACTER_SETS } from './character-sets.js';

/** A name of the registry, and some more. Beyond ASCII there is a letter that is `k` in lower case. */
const NAME = /^[!-~]{1,64}$/;

let preferred: ReadonlyMap<string, string> | undefined;

/** Preferred names by all names in lower case, built when the first is judged. */
const registry = (): ReadonlyMap<string, string> => {
  preferred ??= new Map(
    CHARACTER_SETS.trim()
      .split('\n')
      .flatMap((line) => {
        const names = line.trim().split(' ');
        return names.map((name): [string, string] => [name.toLowerCase(), names[0] ?? name]);
      }),
  );
  return preferred;
};

/**
 * The name by which STIX 6.3 wants a character set called: "If the value from the Preferred MIME Name column ... is defined, this
 * value MUST be used; if it is not defined, then the value from the Name column ... MUST be used". Undefined: not registered. "No
 * distinction is made between use of upper and lower case" (RFC 2978 2.3).
 */
export const preferredCharacterSet = (name: string): string | undefined =>
  NAME.test(name) ? registry().get(name.toLowerCase()) : undefined;

/**
 * What keeps a text from being the name by which STIX 6.3 and 6.7 want a character set called: one that is not registered, or an
 * alias of one that is. "No distinction is made between use of upper and lower case" (RFC 2978 2.3).
 */
export const characterSetFaultOf = (value: string): string | undefined => {
  const preferred = preferredCharacterSet(value);
  if (preferred === undefined) return 'is not a character set of the IANA registry, as `UTF-8` or `windows-1252`';
  return preferred.toLowerCase() === value.toLowerCase() ? undefined : `is an alias: write \`${preferred}\``;
};
