import { pythonPrograms } from './python.js';

/** `npm run interop:install`: the clients and servers of others, into node_modules/.cache. */
console.log(`installed in ${await pythonPrograms()}`);
