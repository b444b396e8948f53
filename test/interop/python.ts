import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const HERE = resolve('test/interop/python');
const CACHE = resolve('node_modules/.cache/parley-interop');
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** The virtual environment of these requirements, made when it is not there. Gives its folder of programs. */
export const pythonPrograms = async (): Promise<string> => {
  const requirements = join(HERE, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const venv = join(CACHE, digest);
  const done = join(venv, 'parley-complete');
  if (!existsSync(done)) {
    await rm(CACHE, { recursive: true, force: true });
    await mkdir(CACHE, { recursive: true });
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    await writeFile(done, '');
  }
  return join(venv, 'bin');
};

/** Runs one of the scripts beside this file and gives the JSON document that it prints. */
export const drive = async <T>(script: string, ...args: readonly string[]): Promise<T> => {
  const python = join(await pythonPrograms(), 'python');
  const { stdout } = await run(python, [join(HERE, script), ...args], { maxBuffer: OUTPUT_BYTES_MAX });
  return JSON.parse(stdout) as T;
};
