import { pythonPrograms } from './python.js';

/** Once for the whole run: the clients and servers of others. */
export const setup = async (): Promise<void> => {
  await pythonPrograms();
};
