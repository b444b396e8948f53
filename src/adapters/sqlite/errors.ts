import { ParleyError } from '../../core/errors.js';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** Another connection holds the lock: waiting helps. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|PROTOCOL|READONLY_(DBMOVED|DIRECTORY|CANTINIT|RECOVERY))/;

/** The error as it leaves the store: what the disk or a lock did becomes `store-unavailable`, the rest stays itself. */
export const sqliteError = (error: unknown): unknown =>
  UNAVAILABLE.test(codeOf(error)) ? new ParleyError('store-unavailable', {}, { cause: error }) : error;

/** A file that is no database, or a place where none can be made: trying again would not help. */
export const sqliteOpenError = (error: unknown): unknown => {
  const reason = error instanceof Error ? error.message : String(error);
  const unusable =
    /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|READONLY|PERM|AUTH)/.test(codeOf(error)) || reason.startsWith('ConnectionFailed');
  return unusable ? new ParleyError('store-refused', { reason }, { cause: error }) : sqliteError(error);
};
