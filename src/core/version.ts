/** Version of this program; equal to package.json (a test compares). */
export const PARLEY_VERSION = '0.2.0';
