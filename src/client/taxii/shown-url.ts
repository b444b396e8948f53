import { visible } from '../../core/stix/json/json-value.js';

/** A URL as messages show it: without credentials and query, either may hold a secret. */
export const shownUrl = ({ origin, pathname }: URL): string => visible(`${origin}${pathname}`);
