/** The command line itself is wrong, as the parser cannot see by its grammar alone. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
