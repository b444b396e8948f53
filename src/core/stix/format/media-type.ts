/** RFC 6838 4.2: names of up to 127 characters, and what follows a `;`. */
const MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}(?:$|[ \t]*;)/;

/** What keeps a text from being of the form of a media type. Whether it is registered is not looked up. */
export const mediaTypeFaultOf = (value: string): string | undefined =>
  MEDIA_TYPE.test(value) ? undefined : 'is not a media type, as `application/pdf`';
