import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshHome, type ServeProcess, serve } from '../program.js';
import { foundNode } from '../scenarios/node.js';
import { pythonPrograms } from './python.js';

const run = promisify(execFile);

let served: ServeProcess;
let token: string;
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshHome();
  remove = fresh.remove;
  folder = join(fresh.home, '..');
  const environment = { PARLEY_HOME: fresh.home };
  token = (await foundNode(environment, 'partner')).token;
  served = await serve(environment);
});
afterAll(async () => {
  await served.end('SIGTERM');
  await remove();
});

/** All but `unsupported_method`: QUERY, which it tries, is no method to the HTTP parser of Node 20. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'ignored_auth',
];

it('schemathesis finds no 5xx and nothing that the OpenAPI description does not say', async () => {
  const line = [
    ...['run', `${served.url}/api/v1/openapi.json`, '--header', `Authorization: Bearer ${token}`],
    ...['--checks', CHECKS.join(','), '--max-examples', '50', '--seed', '1', '--no-color'],
  ];
  // It leaves what it has found in the folder that it runs in.
  const { stdout } = await run(join(await pythonPrograms(), 'schemathesis'), line, { cwd: folder }).catch(
    (error: { readonly stdout: string; readonly stderr: string }) => expect.fail(`${error.stdout}${error.stderr}`),
  );
  expect(stdout).toContain('No issues found');
});
