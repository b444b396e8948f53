/** RFC 5646 by shape only: whether subtags are registered is left open, as the registry grows. */
export const LANGUAGE = /^[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
