/** What a terminal acts on or hides: controls but the line feed, formatting and bidirectional characters, line separators. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * JSON for a person's eyes, indented. A partner wrote what stands in it: whatever could write on the terminal, or make a text look
 * like another, is escaped, which JSON allows anywhere in a string, so it is the same value still.
 */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
