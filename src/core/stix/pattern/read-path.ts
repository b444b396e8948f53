import { quote } from '../json/json-value.js';
import type { NameStep, ObjectPath, PathStep } from './pattern.js';
import { unescaped } from './read-constant.js';
import { Refusal, type TokenCursor } from './token-cursor.js';

/** The object path that comes next (STIX 9.7). Errors (thrown): `Refusal` S182. */
export const readPath = (cursor: TokenCursor): ObjectPath => {
  if (cursor.next.kind !== 'word') cursor.refuse('S182', 'an object type, as `file`');
  const { text: name, at, end } = cursor.take();
  if (!cursor.took(':')) cursor.refuse('S182', `\`:\` after the object type ${quote(name)}`);
  const steps: [NameStep, ...PathStep[]] = [readName(cursor)];
  for (;;) {
    if (cursor.isAt('[')) steps.push(readItem(cursor));
    else if (cursor.took('.')) steps.push(readName(cursor));
    else return { type: { name, at, end }, steps, at, end: steps[steps.length - 1]?.end ?? end };
  }
};

/** Keywords can be names here: nothing else may follow a colon or a full stop. */
const readName = (cursor: TokenCursor): NameStep => {
  const { kind } = cursor.next;
  if (kind !== 'word' && kind !== 'string')
    cursor.refuse('S182', 'a property name, in apostrophes if it holds a hyphen or full stop');
  const token = cursor.take();
  const { text, at, end } = token;
  if (kind === 'string') return { kind: 'name', name: unescaped(token), at, end };
  if (text.includes('-')) {
    throw new Refusal({ rule: 'S182', at, message: `${quote(text)} holds a hyphen: write the name in apostrophes` });
  }
  return { kind: 'name', name: text, at, end };
};

const readItem = (cursor: TokenCursor): PathStep => {
  const { at } = cursor.take();
  const isAny = cursor.isAt('*');
  const index = isAny ? 0 : Number(cursor.next.text);
  if (
    !isAny &&
    !(cursor.next.kind === 'number' && /^(?:0|[1-9]\d{0,15})$/.test(cursor.next.text) && Number.isSafeInteger(index))
  ) {
    cursor.refuse('S182', 'the place of an item, as `0`, or `*`');
  }
  cursor.take();
  const { end } = cursor.expect(']', 'S182');
  return isAny ? { kind: 'any-item', at, end } : { kind: 'index', index, at, end };
};
