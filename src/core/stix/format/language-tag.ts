import { LANGUAGE_SUBTAGS } from './language-subtags.js';

/** More than any registered language with all that may follow it; a tag has no length limit of its own. */
const LENGTH_MAX = 250;

interface Registry {
  readonly language: ReadonlySet<string>;
  readonly script: ReadonlySet<string>;
  readonly region: ReadonlySet<string>;
  readonly variant: ReadonlySet<string>;
  readonly extlang: ReadonlySet<string>;
  readonly grandfathered: ReadonlySet<string>;
}

let registry: Registry | undefined;

/** Built when the first tag is judged: nine thousand subtags. */
const registered = (): Registry => {
  registry ??= {
    language: setOf(LANGUAGE_SUBTAGS.language),
    script: setOf(LANGUAGE_SUBTAGS.script),
    region: setOf(LANGUAGE_SUBTAGS.region),
    variant: setOf(LANGUAGE_SUBTAGS.variant),
    extlang: setOf(LANGUAGE_SUBTAGS.extlang),
    grandfathered: setOf(LANGUAGE_SUBTAGS.grandfathered),
  };
  return registry;
};

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Private ranges of the registry: `qaa..qtz`, `Qaaa..Qabx`, `QM..QZ`, `XA..XZ`. */
const PRIVATE_LANGUAGE = /^q[a-t][a-z]$/;
const PRIVATE_SCRIPT = /^qa(?:a[a-z]|b[a-x])$/;
const PRIVATE_REGION = /^(?:q[m-z]|x[a-z])$/;

/** Judged before the case is folded: beyond ASCII there is a letter that is `k` in lower case. */
const ALPHANUMERIC = /^[A-Za-z0-9]{1,8}$/;
const SINGLETON = /^[0-9a-wyz]$/;

/**
 * What keeps a text from being a language tag: STIX 3.2 wants "a language code conformant to [RFC5646]", whose 2.2.9 calls a
 * tag valid when it is well-formed, all its subtags are registered, and no variant or extension stands twice.
 */
export const languageTagFaultOf = (value: string): string | undefined => {
  if (languageShapeFaultOf(value) !== undefined) return NO_TAG;
  const tag = value.toLowerCase();
  return registered().grandfathered.has(tag) ? undefined : new Tag(tag.split('-')).fault();
};

const NO_TAG = 'is not a language tag of RFC 5646, as `en` or `de-CH-1996`';

/**
 * What keeps a text from the shape of a language tag, its subtags registered or not: producers write the codes of ISO 639-2
 * (`eng`) where nothing has to be looked up by them.
 */
export const languageShapeFaultOf = (value: string): string | undefined => {
  const subtags = value.length <= LENGTH_MAX ? value.split('-') : [''];
  return subtags.every((subtag) => ALPHANUMERIC.test(subtag)) ? undefined : NO_TAG;
};

/** Reads subtags in the order of the grammar: language, extlang, script, region, variants, extensions, private use. */
class Tag {
  #at = 0;

  constructor(private readonly subtags: readonly string[]) {}

  fault(): string | undefined {
    if (this.subtags[0] === 'x') return this.#privateUse();
    const { language, extlang, script, region } = registered();
    const first = this.#next() ?? '';
    if (!language.has(first) && !PRIVATE_LANGUAGE.test(first)) return `${NO_TAG}: no language \`${first}\` is registered`;
    this.#takes((subtag) => extlang.has(`${subtag}:${first}`));
    this.#takes((subtag) => script.has(subtag) || PRIVATE_SCRIPT.test(subtag));
    this.#takes((subtag) => region.has(subtag) || PRIVATE_REGION.test(subtag));
    const twice = this.#variants() ?? this.#extensions();
    if (twice !== undefined) return `${NO_TAG}: \`${twice}\` stands there twice`;
    if (this.#peek() === 'x') return this.#privateUse();
    return this.#peek() === undefined ? undefined : `${NO_TAG}: no subtag \`${this.#peek()}\` is registered for this place`;
  }

  #peek(): string | undefined {
    return this.subtags[this.#at];
  }

  #next(): string | undefined {
    return this.subtags[this.#at++];
  }

  #takes(isWanted: (subtag: string) => boolean): boolean {
    const subtag = this.#peek();
    if (subtag === undefined || !isWanted(subtag)) return false;
    this.#at++;
    return true;
  }

  /** The one that stands there twice, if one does. */
  #variants(): string | undefined {
    const seen = new Set<string>();
    for (let subtag = this.#peek() ?? ''; this.#takes((one) => registered().variant.has(one)); subtag = this.#peek() ?? '') {
      if (seen.has(subtag)) return subtag;
      seen.add(subtag);
    }
    return undefined;
  }

  #extensions(): string | undefined {
    const seen = new Set<string>();
    for (let singleton = this.#peek() ?? ''; this.#takes((one) => SINGLETON.test(one)); singleton = this.#peek() ?? '') {
      if (seen.has(singleton)) return singleton;
      seen.add(singleton);
      const begin = this.#at;
      while (this.#takes((one) => one.length >= 2));
      // Nothing follows the singleton: it is left standing as what no subtag may be.
      if (this.#at === begin) {
        this.#at--;
        return undefined;
      }
    }
    return undefined;
  }

  #privateUse(): string | undefined {
    this.#at++;
    return this.#peek() === undefined ? `${NO_TAG}: nothing follows the \`x\` of private use` : undefined;
  }
}
