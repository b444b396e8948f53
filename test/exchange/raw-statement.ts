import Database from 'libsql';

/** What somebody who owns the database file can do to it, behind the back of every port. */
export const rawStatement = async (file: string, statement: string): Promise<void> => {
  const database = new Database(file);
  try {
    if (statement.startsWith('pragma')) database.prepare(statement).all();
    else database.exec(statement);
  } finally {
    database.close();
  }
};
